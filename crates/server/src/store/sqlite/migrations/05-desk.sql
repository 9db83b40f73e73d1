-- What the experts keep of a question for themselves, and the words by which it is found. All of it goes
-- with the question: the triggers run in the transaction that takes its text away.

CREATE TABLE notes (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    question TEXT NOT NULL REFERENCES questions (id),
    author   TEXT NOT NULL,
    at       INTEGER NOT NULL,
    text     TEXT NOT NULL
) STRICT;

CREATE INDEX notes_on_a_question ON notes (question, id);

-- Every save is a version; none is ever written over.
CREATE TABLE drafts (
    question TEXT NOT NULL REFERENCES questions (id),
    version  INTEGER NOT NULL,
    made_of  INTEGER NOT NULL,
    author   TEXT NOT NULL,
    at       INTEGER NOT NULL,
    wording  TEXT NOT NULL,
    PRIMARY KEY (question, version)
) STRICT;

CREATE TABLE presence (
    question TEXT NOT NULL REFERENCES questions (id),
    account  TEXT NOT NULL,
    since    INTEGER NOT NULL,
    seen     INTEGER NOT NULL,
    PRIMARY KEY (question, account)
) STRICT;

-- What authored files held before somebody at the desk changed them.
CREATE TABLE editions (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    file   TEXT NOT NULL,
    author TEXT NOT NULL,
    at     INTEGER NOT NULL,
    before TEXT
) STRICT;

CREATE INDEX editions_of_a_file ON editions (file, id);

-- What was done to one thing is asked for by its page.
CREATE INDEX trail_of_a_thing ON trail (subject, sequence);

CREATE VIRTUAL TABLE spoken USING fts5 (
    question UNINDEXED, text, tokenize = "unicode61 remove_diacritics 2"
);

-- What is deleted is not left behind in the index.
INSERT INTO spoken (spoken, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER question_is_found AFTER INSERT ON questions WHEN new.body IS NOT NULL
BEGIN
    INSERT INTO spoken (question, text)
    VALUES (new.id, concat_ws(char(10), new.body ->> 'subject', new.body ->> 'text', new.body ->> 'city'));
END;

CREATE TRIGGER message_is_found AFTER INSERT ON acts WHEN new.body ->> '$.deed.text' IS NOT NULL
BEGIN
    INSERT INTO spoken (question, text) VALUES (new.question, new.body ->> '$.deed.text');
END;

CREATE TRIGGER reply_is_found AFTER INSERT ON updates WHEN new.news ->> 'text' IS NOT NULL
BEGIN
    INSERT INTO spoken (question, text)
    VALUES (new.question, concat_ws(char(10), new.news ->> 'summary', new.news ->> 'text'));
END;

CREATE TRIGGER note_is_found AFTER INSERT ON notes
BEGIN
    INSERT INTO spoken (question, text) VALUES (new.question, new.text);
END;

CREATE TRIGGER question_goes_with_all AFTER UPDATE OF body ON questions WHEN new.body IS NULL
BEGIN
    DELETE FROM spoken WHERE question = new.id;
    DELETE FROM notes WHERE question = new.id;
    DELETE FROM drafts WHERE question = new.id;
    DELETE FROM presence WHERE question = new.id;
END;

INSERT INTO spoken (question, text)
SELECT id, concat_ws(char(10), body ->> 'subject', body ->> 'text', body ->> 'city')
FROM questions WHERE body IS NOT NULL;

INSERT INTO spoken (question, text)
SELECT question, body ->> '$.deed.text' FROM acts WHERE body ->> '$.deed.text' IS NOT NULL;

INSERT INTO spoken (question, text)
SELECT question, concat_ws(char(10), news ->> 'summary', news ->> 'text')
FROM updates WHERE news ->> 'text' IS NOT NULL;
