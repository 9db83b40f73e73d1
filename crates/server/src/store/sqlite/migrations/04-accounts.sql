-- The accounts of those who work in the console, and where each is signed in. Passwords are kept as
-- argon2id, everything else secret as hashes. An account that was removed keeps its row, so that the
-- audit trail's ids go on meaning somebody, and its sign-in name is never given to another.

CREATE TABLE accounts (
    id         TEXT PRIMARY KEY,
    login      TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    language   TEXT,
    password   TEXT,
    -- Computers that were signed in before are known by a cookie made with this.
    known_by   BLOB NOT NULL CHECK (length(known_by) = 32),
    -- A link by which the password can be set once.
    link       BLOB UNIQUE CHECK (length(link) = 32),
    link_until INTEGER,
    made_at    INTEGER NOT NULL,
    last_seen  INTEGER,
    removed_at INTEGER
) STRICT;

-- A token is replaced from time to time: `next` is the one it becomes once it is first used, `former`
-- the one it was.
CREATE TABLE sessions (
    id           TEXT PRIMARY KEY,
    account      TEXT NOT NULL REFERENCES accounts (id),
    token        BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
    seed         BLOB NOT NULL CHECK (length(seed) = 32),
    next         BLOB UNIQUE CHECK (length(next) = 32),
    former       BLOB CHECK (length(former) = 32),
    former_until INTEGER,
    made_at      INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL,
    renewed_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_of_an_account ON sessions (account, made_at);
CREATE INDEX sessions_by_former ON sessions (former);

-- When something was last done: a backup, say.
CREATE INDEX trail_by_deed ON trail (deed, sequence);
