-- The latest moment that a running endpoint has seen, so that a clock that jumps ahead is noticed. One row, or none yet.
-- Moments are seconds since 1970-01-01T00:00:00Z.

CREATE TABLE clock (
    the_only INTEGER PRIMARY KEY CHECK (the_only = 1),
    seen_at  INTEGER NOT NULL
) STRICT;
