-- How many registrations of a week came to what: counted once for each, when its content goes. Of no person.
CREATE TABLE desk_counts (
    -- The Monday of the week in which they came in, at midnight.
    week    INTEGER NOT NULL,
    -- A code of domain::desk::Measure, or 'source.' and the code of a link.
    measure TEXT    NOT NULL,
    count   INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (week, measure)
) STRICT, WITHOUT ROWID;
