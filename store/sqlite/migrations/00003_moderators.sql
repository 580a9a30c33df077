-- +goose Up
-- What the editors made of questions, the phrasings that they added, and the
-- messages that are pinned or about to be. No member is in any of it.
ALTER TABLE questions ADD COLUMN settled TEXT NOT NULL DEFAULT '';

CREATE TABLE phrasings (
    guild    TEXT NOT NULL,
    analysis TEXT NOT NULL,
    topic    TEXT NOT NULL,
    text     TEXT NOT NULL,
    day      TEXT NOT NULL, -- 2026-05-14, UTC
    PRIMARY KEY (guild, analysis, topic, text)
) STRICT;

CREATE TABLE pins (
    id      TEXT NOT NULL PRIMARY KEY,
    guild   TEXT NOT NULL,
    channel TEXT NOT NULL,
    message TEXT NOT NULL, -- empty until it is posted
    state   TEXT NOT NULL CHECK (state IN ('intended', 'posted', 'pinned', 'removing')),
    content TEXT NOT NULL,
    print   TEXT NOT NULL,
    changed INTEGER NOT NULL -- seconds since 1970, UTC
) STRICT;

CREATE INDEX pins_by_guild ON pins (guild);
