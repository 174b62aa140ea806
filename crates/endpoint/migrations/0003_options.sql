-- The record of options: who can show that a choice was made (GDPR article 7.1). No identity, no answer.
-- Moments are seconds since 1970-01-01T00:00:00Z.

CREATE TABLE option_choices (
    -- What said it: the registration itself, an option choice, or a rights request.
    message     TEXT    NOT NULL REFERENCES submissions (id),
    -- The registration it is about, by its own id. It may not have arrived yet.
    about       TEXT    NOT NULL,
    purpose     TEXT    NOT NULL,
    granted     INTEGER NOT NULL CHECK (granted IN (0, 1)),
    -- By the phone's clock, and never later than it came.
    at          INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (message, purpose)
) STRICT;

CREATE INDEX option_choices_about ON option_choices (about);

-- Of a withdrawal: the option that is taken back.
ALTER TABLE rights_requests ADD COLUMN
    option TEXT;

-- What a purge removed: contents, or lines of the record of options.
ALTER TABLE purge_log ADD COLUMN
    what TEXT NOT NULL DEFAULT 'content' CHECK (what IN ('content', 'options'));
