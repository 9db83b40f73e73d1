-- So that another program's database is never taken for ours: "HRCP".
PRAGMA application_id = 1213350736;

-- One row a question, from its first letter on.
CREATE TABLE question (
    id          TEXT    PRIMARY KEY,
    owner       TEXT,                                 -- who sends it; none while it is a draft
    state       TEXT    NOT NULL,                     -- draft, withdrawn here, or what the server said last;
                                                      -- what is on its way stands in the outbox, and counts first
    draft       TEXT    NOT NULL,                     -- its words and choices as JSON
    reply       TEXT    NOT NULL DEFAULT '',          -- the next message, while it is being written
    made_at     TEXT    NOT NULL,
    changed_at  TEXT    NOT NULL,
    asked_at    TEXT,                                 -- when it was last queued
    received_at TEXT,                                 -- by the server's clock, as it acknowledged it
    deleted_at  TEXT,                                 -- when the server deleted it
    reason      TEXT,
    publication TEXT    NOT NULL DEFAULT '{"stage":"private"}',
    unread      INTEGER NOT NULL DEFAULT 0 CHECK (unread IN (0, 1)),
    seq         INTEGER NOT NULL DEFAULT 0            -- of the last update that was taken in
) STRICT;

-- What was said and done after the question, by both sides, in the order it came here.
CREATE TABLE letter (
    ordinal     INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT    NOT NULL UNIQUE,
    question    TEXT    NOT NULL REFERENCES question (id) ON DELETE CASCADE ON UPDATE CASCADE,
    at          TEXT    NOT NULL,
    what        TEXT    NOT NULL,                     -- as JSON
    received_at TEXT                                  -- of what was said here: when the server had it
) STRICT;
CREATE INDEX letter_question ON letter (question, ordinal);

-- What has to be sent, as the very bytes: a question or an act, gone once it is acknowledged.
CREATE TABLE outbox (
    ordinal   INTEGER PRIMARY KEY AUTOINCREMENT,
    id        TEXT    NOT NULL UNIQUE,
    question  TEXT    NOT NULL REFERENCES question (id) ON DELETE CASCADE ON UPDATE CASCADE,
    body      BLOB    NOT NULL,
    digest    TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('queued', 'sending', 'unconfirmed', 'failed')),
    uncertain INTEGER NOT NULL DEFAULT 0 CHECK (uncertain IN (0, 1)), -- it may have arrived at an earlier try
    error     TEXT,                                   -- why it failed, as JSON
    tries     INTEGER NOT NULL DEFAULT 0,
    next_try  INTEGER NOT NULL DEFAULT 0              -- not before, in milliseconds since 1970
) STRICT;
CREATE INDEX outbox_question ON outbox (question, ordinal);

-- The secrets by which a server knows a visitor's questions again; one a server, and those imported.
CREATE TABLE receipt (
    id      TEXT PRIMARY KEY,                         -- the digest of the secret
    server  TEXT NOT NULL,                            -- the identity of the server's public feed
    secret  TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How far the updates of an owner were taken in.
CREATE TABLE cursor (
    owner TEXT    PRIMARY KEY,
    after INTEGER NOT NULL CHECK (after >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
    id         TEXT PRIMARY KEY,
    record     TEXT NOT NULL,
    title      TEXT NOT NULL,
    anchor     TEXT,
    excerpt    TEXT NOT NULL,                         -- the paragraph as it was
    hash       TEXT NOT NULL,
    text       TEXT NOT NULL,
    made_at    TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    folded     TEXT NOT NULL                          -- its words as a search compares them
) STRICT;
CREATE INDEX note_record ON note (record);

CREATE TABLE bookmark (
    record  TEXT NOT NULL,
    anchor  TEXT NOT NULL,                            -- empty for the whole record
    title   TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (record, anchor)
) STRICT, WITHOUT ROWID;
