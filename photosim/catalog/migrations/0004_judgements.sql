-- The user's word on pairs of contents; first is the smaller digest. By digest and not by number, as a
-- judgement outlives what is known of its contents and may be brought from another library.
-- judged_at: microseconds since the epoch. asked: 1 where it answers a question of photosim's choice.
CREATE TABLE judgements (
    first BLOB NOT NULL,
    second BLOB NOT NULL,
    verdict TEXT NOT NULL,
    judged_at INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    PRIMARY KEY (first, second),
    CHECK (first < second)
) WITHOUT ROWID;
