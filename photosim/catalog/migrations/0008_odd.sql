-- What was measured of a picture to tell whether it is odd: little-endian float32 in the order of the
-- method. What another method measured is replaced.
CREATE TABLE measures (
    model INTEGER NOT NULL REFERENCES models (id),
    content INTEGER NOT NULL REFERENCES contents (id),
    method INTEGER NOT NULL,
    figures BLOB NOT NULL,
    PRIMARY KEY (model, content)
) WITHOUT ROWID;

-- Pictures that the user called fine: they are told as odd no more. By digest and not by number, as the
-- word outlives what is known of its content.
CREATE TABLE fine (digest BLOB PRIMARY KEY) WITHOUT ROWID;
