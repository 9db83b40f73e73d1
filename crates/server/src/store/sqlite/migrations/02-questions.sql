-- Questions to the experts. Texts are the JSON both ends agreed on; a question that was deleted keeps
-- its row with ids alone, so that its id is never taken for a new one.

CREATE TABLE questions (
    id          TEXT PRIMARY KEY,
    owner       TEXT NOT NULL,
    digest      TEXT NOT NULL,
    body        TEXT,
    state       TEXT NOT NULL,
    expert      TEXT,
    received_at INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX questions_of_an_owner ON questions (owner, received_at);

CREATE TABLE acts (
    id          TEXT PRIMARY KEY,
    question    TEXT NOT NULL REFERENCES questions (id),
    digest      TEXT NOT NULL,
    body        TEXT,
    received_at INTEGER NOT NULL
) STRICT;

CREATE INDEX acts_on_a_question ON acts (question, received_at);

-- AUTOINCREMENT: no sequence is ever given twice. There is one writer at a time, who takes the turn
-- before the sequence: whoever reads up to one has everything before it.
CREATE TABLE updates (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    owner    TEXT NOT NULL,
    question TEXT NOT NULL REFERENCES questions (id),
    at       INTEGER NOT NULL,
    news     TEXT NOT NULL
) STRICT;

CREATE INDEX updates_of_an_owner ON updates (owner, seq);
CREATE INDEX updates_of_a_question ON updates (question, seq);

-- What is, was or would be published of a question. The record's id stays, whatever becomes of it:
-- by it the feed's answers are told from its content.
CREATE TABLE publications (
    question TEXT PRIMARY KEY REFERENCES questions (id),
    record   TEXT NOT NULL UNIQUE,
    stage    TEXT NOT NULL,
    placard  TEXT,
    due      INTEGER,
    -- Whether it is, or may be, in the feed.
    in_feed  INTEGER NOT NULL DEFAULT 0,
    objected INTEGER NOT NULL DEFAULT 0
) STRICT;
