-- Who may act on a submission: whoever shows the secret that was sealed in it. Only its hash is here.
-- Hashes are lowercase hexadecimal SHA-256.

-- Nothing where the phone's app made no secret: it is of before there were any.
ALTER TABLE submissions ADD COLUMN
    owner_hash TEXT;

-- Of what a request showed for a submission that has not arrived: compared when it does, and gone then.
ALTER TABLE rights_requests ADD COLUMN
    proof_hash TEXT;

-- The same, of a word on an option.
ALTER TABLE option_choices ADD COLUMN
    proof_hash TEXT;

-- A taking back that proved nothing: it does not count, and is told to people. A yes that proved nothing is not kept.
ALTER TABLE option_choices ADD COLUMN
    unproved INTEGER NOT NULL DEFAULT 0 CHECK (unproved = 0 OR granted = 0);
