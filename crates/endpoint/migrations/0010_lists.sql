-- Lists that are mailed when the telephone begins to be answered: of calls each day, of fiches to erase each week,
-- of rights requests each month. The last one of each alone.
-- Moments are seconds since 1970-01-01T00:00:00Z.
CREATE TABLE lists (
    list            TEXT    NOT NULL PRIMARY KEY CHECK (list IN ('calls', 'erasure', 'register')),
    -- It names what was done from `since` on, and before `ends_at`: that opening.
    since           INTEGER NOT NULL,
    ends_at         INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    -- While it is being sent: when the claim lapses.
    next_attempt_at INTEGER NOT NULL,
    sent_at         INTEGER
) STRICT, WITHOUT ROWID;
