-- Each list has a number that no other ever has, and what it names is marked with that. Moments were not enough: two mailboxes
-- have lists that end at the same one, and a clock that is put right comes to the same one again.
CREATE TABLE numbered_lists (
    number          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    list            TEXT    NOT NULL CHECK (list IN ('calls', 'erasure', 'register')),
    -- The mailbox: that of the Mission Locale, '', or of a branch. The last list of each alone.
    branch          TEXT    NOT NULL,
    -- Where the list before ended.
    since           INTEGER NOT NULL,
    -- The opening at which it is mailed: it names what was before.
    ends_at         INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    -- While it is being sent: when the claim lapses.
    next_attempt_at INTEGER NOT NULL,
    sent_at         INTEGER,
    UNIQUE (list, branch)
) STRICT;
INSERT INTO numbered_lists (list, branch, since, ends_at, attempts, next_attempt_at, sent_at)
    SELECT list, branch, since, ends_at, attempts, next_attempt_at, sent_at FROM lists;
DROP TABLE lists;
ALTER TABLE numbered_lists RENAME TO lists;

-- The number of the list that named a fiche, of its branch before that of the Mission Locale; 0 of one that is there no more.
UPDATE deliveries SET in_calls = coalesce(
    (SELECT number FROM lists WHERE list = 'calls' AND ends_at = in_calls
        AND lists.branch IN (deliveries.branch, '') ORDER BY lists.branch DESC LIMIT 1), 0)
    WHERE in_calls IS NOT NULL;
UPDATE deliveries SET in_erasure = coalesce(
    (SELECT number FROM lists WHERE list = 'erasure' AND ends_at = in_erasure
        AND lists.branch IN (deliveries.branch, '') ORDER BY lists.branch DESC LIMIT 1), 0)
    WHERE in_erasure IS NOT NULL;
