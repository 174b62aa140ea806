-- The register of rights requests: states, days and steps. What was asked stays sealed in `submissions`.
-- Days are written 2026-12-21, in the Mission Locale's own time.

CREATE TABLE rights_requests (
    submission   TEXT    NOT NULL PRIMARY KEY REFERENCES submissions (id),
    asked        TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('received', 'in_progress', 'extended', 'answered', 'refused')),
    -- The submission it is about: named by its own id, or by an officer. It may not have arrived yet.
    about        TEXT,
    received_on  TEXT    NOT NULL,
    first_due_on TEXT    NOT NULL,
    due_on       TEXT    NOT NULL,
    closed_at    INTEGER,
    CHECK ((state IN ('answered', 'refused')) = (closed_at IS NOT NULL))
) STRICT;

CREATE INDEX rights_requests_about ON rights_requests (about) WHERE about IS NOT NULL;

-- The trace: what was done, when, by whom; `reason` is an officer's own sentence.
CREATE TABLE rights_steps (
    request TEXT    NOT NULL REFERENCES rights_requests (submission),
    step    TEXT    NOT NULL,
    done_by TEXT    NOT NULL,
    done_at INTEGER NOT NULL,
    reason  TEXT
) STRICT;

CREATE INDEX rights_steps_request ON rights_steps (request);

-- What a request does to a submission for as long as it is not lifted.
CREATE TABLE effects (
    request   TEXT    NOT NULL PRIMARY KEY REFERENCES rights_requests (submission),
    about     TEXT    NOT NULL,
    effect    TEXT    NOT NULL CHECK (effect IN ('cancelled', 'frozen', 'stopped')),
    since     INTEGER NOT NULL,
    lifted_at INTEGER
) STRICT;

CREATE INDEX effects_standing ON effects (about) WHERE lifted_at IS NULL;

-- Mails without content: reminders to the officer, word to the mailbox.
CREATE TABLE notes (
    request         TEXT    NOT NULL REFERENCES rights_requests (submission),
    note            TEXT    NOT NULL,
    not_before      INTEGER NOT NULL,
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER NOT NULL,
    sent_at         INTEGER,
    PRIMARY KEY (request, note, not_before)
) STRICT;

CREATE INDEX notes_due ON notes (next_attempt_at) WHERE sent_at IS NULL;
