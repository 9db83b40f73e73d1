-- One row a workshop, as its author has it.
CREATE TABLE workshop (
    id         TEXT PRIMARY KEY,
    json       TEXT NOT NULL,
    changed_at TEXT NOT NULL                          -- by it an editor knows whether another wrote meanwhile
) STRICT;

-- The records that came with a workshop in a file: shown also where the library does not have them.
CREATE TABLE exhibit (
    workshop TEXT    NOT NULL REFERENCES workshop (id) ON DELETE CASCADE ON UPDATE CASCADE,
    record   TEXT    NOT NULL,
    ordinal  INTEGER NOT NULL,
    json     TEXT    NOT NULL,
    PRIMARY KEY (workshop, record)
) STRICT;

-- Images by the digest of their bytes.
CREATE TABLE image (
    id      TEXT PRIMARY KEY,
    bytes   BLOB NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
