-- Collective welcomes: when, where, how many seats. Who has a seat is in the steps of each registration.
CREATE TABLE desk_welcomes (
    -- Never given twice: calendars know a welcome by it.
    id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- The id of a place in the site's file.
    place        TEXT    NOT NULL,
    starts_at    INTEGER NOT NULL,
    ends_at      INTEGER NOT NULL CHECK (ends_at > starts_at),
    seats        INTEGER NOT NULL CHECK (seats > 0),
    -- One more with each change: a form is written on top of the one that its page showed, or not at all.
    revision     INTEGER NOT NULL,
    cancelled_at INTEGER,
    -- Nobody once their row is gone.
    person       INTEGER REFERENCES desk_people (id) ON DELETE SET NULL,
    made_at      INTEGER NOT NULL,
    -- Drawn with the form: sent twice, it is written once. A form makes one welcome or a series of them.
    form         TEXT    NOT NULL,
    UNIQUE (form, starts_at)
) STRICT;
CREATE INDEX desk_welcomes_starts_at ON desk_welcomes (starts_at);
CREATE INDEX desk_welcomes_person ON desk_welcomes (person);

-- The seat of a step, where it is about one: of which welcome, and the beginning that was told.
ALTER TABLE desk_steps ADD COLUMN welcome INTEGER REFERENCES desk_welcomes (id);
ALTER TABLE desk_steps ADD COLUMN welcome_starts INTEGER;
CREATE INDEX desk_steps_welcome ON desk_steps (welcome) WHERE welcome IS NOT NULL;
