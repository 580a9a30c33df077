-- +goose Up
-- The vector of a text, as a model sees it. IF NOT EXISTS: two programs may
-- start with the same new file.
CREATE TABLE IF NOT EXISTS vectors (
    model  TEXT NOT NULL,
    hash   BLOB NOT NULL CHECK (length(hash) = 32),                              -- SHA-256 of the text
    vector BLOB NOT NULL CHECK (length(vector) > 0 AND length(vector) % 4 = 0), -- little-endian float32
    PRIMARY KEY (model, hash)
) STRICT;
