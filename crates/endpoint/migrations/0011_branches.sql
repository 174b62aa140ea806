-- The branch whose own mailbox a mail goes to, by its id in the site's file; nothing where it goes to the Mission Locale's.
-- Said when it comes in: its lists and its notes go there too, when the content is gone.
ALTER TABLE deliveries ADD COLUMN
    branch TEXT;

CREATE INDEX deliveries_of_branches ON deliveries (branch) WHERE branch IS NOT NULL;

-- A list for each mailbox: that of the Mission Locale, '', or of a branch. The last one of each alone.
CREATE TABLE lists_of_mailboxes (
    list            TEXT    NOT NULL CHECK (list IN ('calls', 'erasure', 'register')),
    branch          TEXT    NOT NULL,
    -- Where the list before ended.
    since           INTEGER NOT NULL,
    -- The opening at which it is mailed: it names what was before.
    ends_at         INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    -- While it is being sent: when the claim lapses.
    next_attempt_at INTEGER NOT NULL,
    sent_at         INTEGER,
    PRIMARY KEY (list, branch)
) STRICT, WITHOUT ROWID;
INSERT INTO lists_of_mailboxes SELECT list, '', since, ends_at, attempts, next_attempt_at, sent_at FROM lists;
DROP TABLE lists;
ALTER TABLE lists_of_mailboxes RENAME TO lists;
