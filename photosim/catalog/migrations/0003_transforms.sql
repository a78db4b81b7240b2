-- Evidence tells more. It is found again where it is asked for, so nothing is carried over.
-- transform: nine little-endian float64, a matrix row by row, or NULL.
DROP TABLE evidence;
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
    transform BLOB,
    residual REAL NOT NULL,
    changed REAL NOT NULL,
    tone REAL NOT NULL,
    tint REAL NOT NULL,
    palette_first TEXT NOT NULL,
    palette_second TEXT NOT NULL,
    framed_first INTEGER NOT NULL,
    framed_second INTEGER NOT NULL,
    PRIMARY KEY (first, second)
) WITHOUT ROWID;
