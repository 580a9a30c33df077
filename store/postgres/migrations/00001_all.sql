-- +goose Up
-- All that is kept, of whom store/sqlite's steps tell more. Text is sorted by
-- its bytes, whatever the database's language. What may be longer than an
-- index takes has its hash in the key instead.
CREATE TABLE vectors (
    model  text  NOT NULL,
    hash   bytea NOT NULL CHECK (length(hash) = 32), -- SHA-256 of the text
    vector real[] NOT NULL CHECK (cardinality(vector) > 0),
    PRIMARY KEY (model, hash)
);

CREATE TABLE settings (
    guild    text NOT NULL PRIMARY KEY,
    settings json NOT NULL
);

CREATE TABLE tallies (
    guild    text COLLATE "C" NOT NULL, -- empty for outside servers
    day      text COLLATE "C" NOT NULL, -- 2026-05-14, UTC
    analysis text COLLATE "C" NOT NULL,
    topic    text COLLATE "C" NOT NULL,
    kind     text COLLATE "C" NOT NULL,
    count    bigint NOT NULL,
    PRIMARY KEY (guild, day, analysis, topic, kind)
);

CREATE TABLE questions (
    guild   text COLLATE "C" NOT NULL, -- empty for outside servers
    hash    bytea NOT NULL, -- SHA-256 of the text
    text    text COLLATE "C" NOT NULL,
    day     text COLLATE "C" NOT NULL, -- 2026-05-14, UTC
    settled text NOT NULL,
    PRIMARY KEY (guild, hash)
);

CREATE TABLE phrasings (
    guild    text COLLATE "C" NOT NULL,
    analysis text COLLATE "C" NOT NULL,
    topic    text COLLATE "C" NOT NULL,
    hash     bytea NOT NULL, -- SHA-256 of the text
    text     text COLLATE "C" NOT NULL,
    day      text NOT NULL, -- 2026-05-14, UTC
    PRIMARY KEY (guild, analysis, topic, hash)
);

CREATE TABLE pins (
    id      text COLLATE "C" NOT NULL PRIMARY KEY,
    guild   text NOT NULL,
    channel text NOT NULL,
    message text NOT NULL, -- empty until it is posted
    state   text NOT NULL CHECK (state IN ('intended', 'posted', 'pinned', 'removing')),
    content text NOT NULL,
    print   text NOT NULL,
    changed timestamptz NOT NULL
);

CREATE INDEX pins_by_guild ON pins (guild);
