-- What the library stands at. One row, made with the table, so that reading it never finds none.
CREATE TABLE meta (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    feed       TEXT,                                  -- the feed it follows; none for a bundle
    head       INTEGER NOT NULL CHECK (head >= 0),    -- the sequence it stands at
    digest     BLOB    NOT NULL CHECK (length(digest) = 32),
    derivation INTEGER NOT NULL                       -- which code filled the derived tables below
) STRICT;
INSERT INTO meta (one, feed, head, digest, derivation) VALUES (1, NULL, 0, zeroblob(32), 0);

-- The truth: one row an entry, its JSON in canonical form, so that the digest can be recomputed.
CREATE TABLE entry (
    key      TEXT    PRIMARY KEY,
    sequence INTEGER NOT NULL,
    kind     TEXT    NOT NULL CHECK (kind IN ('record', 'supplement', 'vocabulary')),
    json     TEXT    NOT NULL,
    digest   BLOB    NOT NULL CHECK (length(digest) = 32)
) STRICT;

-- What was withdrawn, and at which sequence: a late or repeated change must not bring it back.
CREATE TABLE tombstone (
    key      TEXT    PRIMARY KEY,
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Derived from the entries; rebuilt whenever the code that derives them changes.

-- What lists, hits and references show of a record, without its text.
CREATE TABLE card (
    record TEXT PRIMARY KEY REFERENCES entry (key) ON DELETE CASCADE,
    kind   TEXT NOT NULL,
    json   TEXT NOT NULL
) STRICT;
CREATE INDEX card_kind ON card (kind, record);

-- The record's text, paragraph by paragraph, so that a search needs no Markdown.
CREATE TABLE passage (
    record  TEXT    NOT NULL REFERENCES card (record) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    anchor  TEXT,                                     -- none for what stands in fields, not in text
    heading TEXT    NOT NULL,
    text    TEXT    NOT NULL,
    PRIMARY KEY (record, ordinal)
) STRICT, WITHOUT ROWID;

-- Who names whom. The target need not exist: it may come later, or be withdrawn.
CREATE TABLE mention (
    record TEXT NOT NULL REFERENCES card (record) ON DELETE CASCADE,
    target TEXT NOT NULL,
    PRIMARY KEY (record, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_target ON mention (target, record);
