-- The practitioners' layer lies in a file of its own, with the same tables: its texts are derived
-- together with the record they deepen, whose entry is in the other file. So a card refers to no
-- entry any more. All of these are derived; they are made anew when the library is next opened.
DROP TABLE mention;
DROP TABLE passage;
DROP TABLE card;

-- What lists, hits and references show of a record, without its text.
CREATE TABLE card (
    record TEXT PRIMARY KEY,
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

-- In the practitioners' file: the digest of the general layer its texts were derived beside.
ALTER TABLE meta ADD COLUMN beside BLOB NOT NULL
    DEFAULT x'0000000000000000000000000000000000000000000000000000000000000000'
    CHECK (length(beside) = 32);
UPDATE meta SET derivation = 0;
