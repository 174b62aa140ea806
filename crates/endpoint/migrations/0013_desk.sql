-- The people who work at the desk, their passkeys, and the browsers in which they are signed in.
-- No answer, no name and no number of a young person is in these tables.
CREATE TABLE desk_people (
    id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- By which passkeys know the person: a random UUID.
    handle      TEXT    NOT NULL UNIQUE,
    name        TEXT    NOT NULL,
    team        INTEGER NOT NULL CHECK (team IN (0, 1)),
    officer     INTEGER NOT NULL CHECK (officer IN (0, 1)),
    manager     INTEGER NOT NULL CHECK (manager IN (0, 1)),
    added_at    INTEGER NOT NULL,
    -- Since when the person cannot sign in any more.
    closed_at   INTEGER
) STRICT;

CREATE TABLE desk_passkeys (
    -- The credential's id, in base64url.
    id          TEXT    NOT NULL PRIMARY KEY,
    person      INTEGER NOT NULL REFERENCES desk_people (id) ON DELETE CASCADE,
    -- Public key, counter and flags, in JSON, as the library keeps them.
    passkey     TEXT    NOT NULL,
    -- With which browser it was made.
    made_with   TEXT    NOT NULL,
    made_at     INTEGER NOT NULL,
    used_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX desk_passkeys_person ON desk_passkeys (person);

CREATE TABLE desk_invitations (
    -- SHA-256 of the secret in the link.
    secret_hash TEXT    NOT NULL PRIMARY KEY,
    person      INTEGER NOT NULL REFERENCES desk_people (id) ON DELETE CASCADE,
    made_at     INTEGER NOT NULL,
    used_at     INTEGER
) STRICT;
CREATE INDEX desk_invitations_person ON desk_invitations (person);

CREATE TABLE desk_sessions (
    -- SHA-256 of the secret in the cookie.
    secret_hash TEXT    NOT NULL PRIMARY KEY,
    person      INTEGER NOT NULL REFERENCES desk_people (id) ON DELETE CASCADE,
    browser     TEXT    NOT NULL,
    -- When the person showed a passkey.
    begun_at    INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,
    ended_at    INTEGER
) STRICT;
CREATE INDEX desk_sessions_person ON desk_sessions (person);
