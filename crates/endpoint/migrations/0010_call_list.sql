-- The list of calls that is mailed when the telephone begins to be answered: the last one alone, one row or none yet.
-- Moments are seconds since 1970-01-01T00:00:00Z.
CREATE TABLE call_list (
    the_only        INTEGER PRIMARY KEY CHECK (the_only = 1),
    -- It names what was received from `since` on, and before `opened_at`: that opening.
    since           INTEGER NOT NULL,
    opened_at       INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    -- While it is being sent: when the claim lapses.
    next_attempt_at INTEGER NOT NULL,
    sent_at         INTEGER
) STRICT;
