-- Times are seconds since 1970; days are days since 1970. Secrets are kept as hashes alone.

CREATE TABLE devices (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    computer    TEXT NOT NULL,
    token       BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
    recipient   TEXT NOT NULL,
    made_at     INTEGER NOT NULL,
    last_seen   INTEGER,
    valid_until INTEGER,
    revoked_at  INTEGER
) STRICT;

CREATE TABLE invitations (
    id           TEXT PRIMARY KEY,
    code         BLOB NOT NULL UNIQUE CHECK (length(code) = 32),
    name         TEXT NOT NULL,
    made_at      INTEGER NOT NULL,
    valid_until  INTEGER NOT NULL,
    member_until INTEGER,
    used_by      TEXT UNIQUE REFERENCES devices (id),
    revoked_at   INTEGER
) STRICT;

CREATE TABLE trail (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    deed     TEXT NOT NULL,
    subject  TEXT NOT NULL
) STRICT;

-- The trail only grows, whoever writes to this file through SQL.
CREATE TRIGGER trail_is_never_changed BEFORE UPDATE ON trail
BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;

CREATE TRIGGER trail_is_never_cut BEFORE DELETE ON trail
BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
