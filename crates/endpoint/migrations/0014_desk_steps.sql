-- The team's work: what was done about a registration, step by step and in codes, and who opened which.
-- No answer, no name and no number of a young person is in these tables, and no sentence.
CREATE TABLE desk_steps (
    submission   TEXT    NOT NULL REFERENCES submissions (id),
    -- 1, 2, 3: a form is written behind the last step that its page showed, or not at all.
    number       INTEGER NOT NULL CHECK (number > 0),
    act          TEXT    NOT NULL,
    result       TEXT,
    call_back_at INTEGER,
    -- Nobody once their row is gone.
    person       INTEGER REFERENCES desk_people (id) ON DELETE SET NULL,
    done_at      INTEGER NOT NULL,
    -- Drawn with the form: sent twice, it is written once.
    form         TEXT    NOT NULL,
    PRIMARY KEY (submission, number),
    UNIQUE (submission, form)
) STRICT, WITHOUT ROWID;
CREATE INDEX desk_steps_person ON desk_steps (person);

CREATE TABLE desk_views (
    person     INTEGER REFERENCES desk_people (id) ON DELETE SET NULL,
    -- 'list', 'search' or 'sheet'.
    what       TEXT    NOT NULL,
    submission TEXT    REFERENCES submissions (id),
    seen_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX desk_views_person ON desk_views (person, seen_at);
CREATE INDEX desk_views_submission ON desk_views (submission) WHERE submission IS NOT NULL;
