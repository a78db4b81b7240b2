-- What laying one picture on another showed; first is the content with the smaller digest.
-- method: of the verification; what another one found is replaced.
CREATE TABLE evidence (
    first INTEGER NOT NULL REFERENCES contents (id),
    second INTEGER NOT NULL REFERENCES contents (id),
    method INTEGER NOT NULL,
    same INTEGER NOT NULL,
    overlap_first REAL NOT NULL,
    overlap_second REAL NOT NULL,
    agreement REAL NOT NULL,
    inliers INTEGER NOT NULL,
    turn REAL NOT NULL,
    mirrored INTEGER NOT NULL,
    scale REAL NOT NULL,
    PRIMARY KEY (first, second)
) WITHOUT ROWID;
