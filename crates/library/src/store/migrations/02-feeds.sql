-- How far each feed was ever followed, by its identity: nothing it offers later may be older.
CREATE TABLE floor (
    feed      TEXT    PRIMARY KEY,
    head      INTEGER NOT NULL CHECK (head >= 0),
    root      INTEGER NOT NULL CHECK (root > 0),      -- versions of its signed metadata
    timestamp INTEGER NOT NULL CHECK (timestamp > 0),
    snapshot  INTEGER NOT NULL CHECK (snapshot > 0),
    targets   INTEGER NOT NULL CHECK (targets > 0)
) STRICT, WITHOUT ROWID;

-- What each sync brought, for the reader; the oldest go when there are many.
CREATE TABLE news (
    sync   INTEGER NOT NULL,                          -- counts the syncs that brought something
    at     TEXT    NOT NULL,                          -- when, as an RFC 3339 instant
    record TEXT    NOT NULL,
    json   TEXT    NOT NULL,
    change TEXT    NOT NULL CHECK (change IN ('added', 'changed', 'withdrawn')),
    PRIMARY KEY (sync, record)
) STRICT, WITHOUT ROWID;
