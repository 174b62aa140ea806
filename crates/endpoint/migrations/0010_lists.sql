-- Lists that are mailed when the telephone begins to be answered: of calls each day, of fiches to erase each week,
-- of rights requests each month. The last one of each alone.
-- Moments are seconds since 1970-01-01T00:00:00Z.
CREATE TABLE lists (
    list            TEXT    NOT NULL PRIMARY KEY CHECK (list IN ('calls', 'erasure', 'register')),
    -- Where the list before ended.
    since           INTEGER NOT NULL,
    -- The opening at which it is mailed: it names what was before.
    ends_at         INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    -- While it is being sent: when the claim lapses.
    next_attempt_at INTEGER NOT NULL,
    sent_at         INTEGER
) STRICT, WITHOUT ROWID;

-- Which lists have named a fiche, by the moments at which those end. No window of time: a clock that is put right, a right
-- that is lifted or a list that is full would leave one out, or name it twice.
ALTER TABLE deliveries ADD COLUMN
    in_calls INTEGER;
ALTER TABLE deliveries ADD COLUMN
    in_erasure INTEGER;

-- What came before there were lists has been called about.
UPDATE deliveries SET in_calls = 0;

CREATE INDEX deliveries_not_in_calls ON deliveries (submission) WHERE in_calls IS NULL;
CREATE INDEX deliveries_not_in_erasure ON deliveries (delivered_at) WHERE in_erasure IS NULL;
