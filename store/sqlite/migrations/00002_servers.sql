-- +goose Up
-- What a server's moderators want, what is counted, and what members sent to
-- the editors. No member is in any of it.
CREATE TABLE IF NOT EXISTS settings (
    guild    TEXT NOT NULL PRIMARY KEY,
    settings TEXT NOT NULL CHECK (json_valid(settings))
) STRICT;

CREATE TABLE IF NOT EXISTS tallies (
    guild    TEXT NOT NULL, -- empty for outside servers
    day      TEXT NOT NULL, -- 2026-05-14, UTC
    analysis TEXT NOT NULL,
    topic    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    count    INTEGER NOT NULL,
    PRIMARY KEY (guild, day, analysis, topic, kind)
) STRICT;

CREATE TABLE IF NOT EXISTS questions (
    guild TEXT NOT NULL, -- empty for outside servers
    text  TEXT NOT NULL,
    day   TEXT NOT NULL, -- 2026-05-14, UTC
    PRIMARY KEY (guild, text)
) STRICT;
