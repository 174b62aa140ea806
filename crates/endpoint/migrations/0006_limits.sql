-- What arrived beyond the ceiling of the site waits in turns; and what readiness and purges leave behind them.

-- 0 is at once. From 1 on: beyond the ceiling, delivered in the order of these rounds,
-- in each of which every neighbourhood of addresses has one.
ALTER TABLE deliveries ADD COLUMN
    lane INTEGER NOT NULL DEFAULT 0 CHECK (lane >= 0);

-- Of those beyond the ceiling, until they are delivered or purged: a number for the neighbourhood,
-- hashed with a key that only the process had that stored it.
ALTER TABLE deliveries ADD COLUMN
    origin INTEGER CHECK (origin IS NULL OR lane > 0);

DROP INDEX deliveries_due;
CREATE INDEX deliveries_due ON deliveries (lane, attempts > 0, next_attempt_at)
  WHERE state IN ('pending', 'sending', 'failed');

-- For an arrival beyond the ceiling: which round is under way, and which is the last of its neighbourhood.
CREATE INDEX deliveries_rounds ON deliveries (lane) WHERE origin IS NOT NULL;
CREATE INDEX deliveries_origins ON deliveries (origin, lane) WHERE origin IS NOT NULL;

CREATE TRIGGER delivered_has_no_origin AFTER UPDATE OF state ON deliveries
WHEN NEW.state = 'delivered' AND NEW.origin IS NOT NULL BEGIN
  UPDATE deliveries SET origin = NULL, lane = 0 WHERE submission = NEW.submission;
END;

CREATE TRIGGER purged_has_no_origin AFTER UPDATE OF envelope ON submissions
WHEN NEW.envelope IS NULL BEGIN
  UPDATE deliveries SET origin = NULL, lane = 0 WHERE submission = NEW.id AND origin IS NOT NULL;
END;

-- When something was last done: a heartbeat that was stored, a purge that succeeded.
CREATE TABLE last_done (
    what    TEXT    NOT NULL PRIMARY KEY CHECK (what IN ('heartbeat', 'purge')),
    done_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
