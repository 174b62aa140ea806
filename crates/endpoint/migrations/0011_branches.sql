-- The branch whose own mailbox a mail goes to, by its id in the site's file; nothing where it goes to the Mission Locale's.
-- Said when it comes in: its lists and its notes go there too, when the content is gone.
ALTER TABLE deliveries ADD COLUMN
    mailbox TEXT;

-- A list for each mailbox: of the Mission Locale's own, whose is '', or of a branch. The last one of each alone.
CREATE TABLE lists_of_mailboxes (
    list            TEXT    NOT NULL CHECK (list IN ('calls', 'erasure', 'register')),
    mailbox         TEXT    NOT NULL,
    -- Where the list before ended.
    since           INTEGER NOT NULL,
    -- The opening at which it is mailed: it names what was before.
    ends_at         INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    -- While it is being sent: when the claim lapses.
    next_attempt_at INTEGER NOT NULL,
    sent_at         INTEGER,
    PRIMARY KEY (list, mailbox)
) STRICT, WITHOUT ROWID;
INSERT INTO lists_of_mailboxes SELECT list, '', since, ends_at, attempts, next_attempt_at, sent_at FROM lists;
DROP TABLE lists;
ALTER TABLE lists_of_mailboxes RENAME TO lists;
