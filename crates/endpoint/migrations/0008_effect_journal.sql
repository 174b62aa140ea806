-- Effects of rights outlive the database: each is in an append-only file before it is committed here,
-- and is put back from there when an older database is restored.

-- A request that came after the backup is not in a restored database, and its effect is: no reference any more.
CREATE TABLE effects_alone (
    request   TEXT    NOT NULL PRIMARY KEY,
    about     TEXT    NOT NULL,
    effect    TEXT    NOT NULL CHECK (effect IN ('cancelled', 'frozen', 'stopped')),
    since     INTEGER NOT NULL,
    lifted_at INTEGER
) STRICT;

INSERT INTO effects_alone SELECT request, about, effect, since, lifted_at FROM effects;
DROP VIEW deliverable;
DROP TABLE effects;
ALTER TABLE effects_alone RENAME TO effects;

CREATE INDEX effects_standing ON effects (about) WHERE lifted_at IS NULL;

CREATE VIEW deliverable AS
SELECT deliveries.*, received_at
FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
WHERE state IN ('pending', 'sending', 'failed') AND envelope IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM effects WHERE about = deliveries.submission AND lifted_at IS NULL);

-- What the transaction under way has done to effects: written to the file and emptied before it is committed.
CREATE TABLE effects_to_journal (
    request TEXT    NOT NULL,
    about   TEXT    NOT NULL,
    effect  TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    lifted  INTEGER NOT NULL CHECK (lifted IN (0, 1))
) STRICT;

CREATE TRIGGER effect_made AFTER INSERT ON effects BEGIN
    INSERT INTO effects_to_journal VALUES (NEW.request, NEW.about, NEW.effect, NEW.since, 0);
END;

CREATE TRIGGER effect_lifted AFTER UPDATE OF lifted_at ON effects
WHEN OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL BEGIN
    INSERT INTO effects_to_journal VALUES (NEW.request, NEW.about, NEW.effect, NEW.lifted_at, 1);
END;

-- What is forgotten with its file, or was void, is not put back.
CREATE TRIGGER effect_forgotten AFTER DELETE ON effects BEGIN
    INSERT INTO effects_to_journal VALUES (OLD.request, OLD.about, OLD.effect, OLD.since, 1);
END;

-- What stood before there was a journal; what waits for its submission has proved nothing yet.
INSERT INTO effects_to_journal SELECT request, about, effect, since, 0 FROM effects
WHERE lifted_at IS NULL AND about IN (SELECT id FROM submissions);

-- One row while no mail may leave: after a restore, or because an operator says so.
CREATE TABLE mail_hold (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    since    INTEGER NOT NULL
) STRICT;
