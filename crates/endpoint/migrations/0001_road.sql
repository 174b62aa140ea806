-- The main road: what was received, what became of it, what was purged.
-- Moments are seconds since 1970-01-01T00:00:00Z.

-- Every sheet ever served: a phone may come back after weeks with an old one.
CREATE TABLE sheets (
    digest          TEXT    NOT NULL PRIMARY KEY,
    id              TEXT    NOT NULL,
    version         TEXT    NOT NULL,
    json            TEXT    NOT NULL,
    first_served_at INTEGER NOT NULL
) STRICT;

-- The envelope is kept as it came, sealed. After a purge it is gone and the rest stays,
-- so that a late resend is recognised.
CREATE TABLE submissions (
    id          TEXT    NOT NULL PRIMARY KEY,
    reference   TEXT    NOT NULL UNIQUE,
    sha256      TEXT    NOT NULL,
    envelope    BLOB,
    received_at INTEGER NOT NULL,
    purged_at   INTEGER,
    CHECK ((envelope IS NULL) = (purged_at IS NOT NULL))
) STRICT;

CREATE TABLE deliveries (
    submission      TEXT    NOT NULL PRIMARY KEY REFERENCES submissions (id),
    state           TEXT    NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
    reason          TEXT,
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER NOT NULL,
    first_failed_at INTEGER,
    delivered_at    INTEGER,
    CHECK ((state = 'failed') = (reason IS NOT NULL)),
    CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
) STRICT;

CREATE INDEX deliveries_due ON deliveries (next_attempt_at) WHERE state <> 'delivered';
CREATE INDEX submissions_kept ON submissions (received_at) WHERE envelope IS NOT NULL;

CREATE TABLE purge_log (
    purged_at INTEGER NOT NULL,
    count     INTEGER NOT NULL CHECK (count > 0)
) STRICT;
