-- A delivery is claimed before its mail is sent, so that two loops never send the same one,
-- and so that a store that cannot be written sends nothing.
-- Moments are seconds since 1970-01-01T00:00:00Z.

CREATE TABLE deliveries_claimed (
    submission      TEXT    NOT NULL PRIMARY KEY REFERENCES submissions (id),
    state           TEXT    NOT NULL CHECK (state IN ('pending', 'sending', 'failed', 'delivered', 'set_aside')),
    -- Of one that failed: why. Of one that is being sent: why the attempt before failed.
    reason          TEXT,
    -- Counted when it is claimed; the number tells an attempt from a later one of the same row.
    attempts        INTEGER NOT NULL DEFAULT 0,
    -- While it is being sent: when the claim lapses.
    next_attempt_at INTEGER NOT NULL,
    first_failed_at INTEGER,
    delivered_at    INTEGER,
    -- How often an operator had it mailed anew: each is a mail of its own, with a Message-ID of its own.
    mailed_anew     INTEGER NOT NULL DEFAULT 0,
    -- What the mail's Date says: when it was received, or when it was asked for anew.
    dated_at        INTEGER NOT NULL,
    set_aside_at    INTEGER,
    CHECK (state <> 'failed' OR reason IS NOT NULL),
    CHECK ((state = 'delivered') = (delivered_at IS NOT NULL)),
    CHECK ((state = 'set_aside') = (set_aside_at IS NOT NULL))
) STRICT;

INSERT INTO deliveries_claimed
    (submission, state, reason, attempts, next_attempt_at, first_failed_at, delivered_at, dated_at)
SELECT submission, state, reason, attempts, next_attempt_at, first_failed_at, delivered_at, received_at
FROM deliveries JOIN submissions ON submissions.id = deliveries.submission;

DROP TABLE deliveries;
ALTER TABLE deliveries_claimed RENAME TO deliveries;

CREATE INDEX deliveries_due ON deliveries (attempts > 0, next_attempt_at)
    WHERE state IN ('pending', 'sending', 'failed');

-- What is still to be handed over: not what was, what an operator has set aside, what a right holds back,
-- or what has no content any more.
CREATE VIEW deliverable AS
SELECT deliveries.*, received_at
FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
WHERE state IN ('pending', 'sending', 'failed') AND envelope IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM effects WHERE about = deliveries.submission AND lifted_at IS NULL);
