-- The first catalogue. Paths are the bytes of the file system; numbers of volumes and files are kept
-- as signed 64-bit integers with the same bits.

-- One row. The generation grows whenever photos or codes change.
CREATE TABLE state (generation INTEGER NOT NULL);
INSERT INTO state (generation) VALUES (1);

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- A scan whose finished_at is empty was interrupted.
CREATE TABLE scans (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    complete INTEGER NOT NULL DEFAULT 0
);

-- begun and completed name scans; a root with begun > completed is half known.
CREATE TABLE roots (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,
    role TEXT NOT NULL,
    begun INTEGER NOT NULL DEFAULT 0,
    completed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE models (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE contents (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    preview_digest BLOB NOT NULL,
    format TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    orientation INTEGER NOT NULL,
    taken_at TEXT,
    latitude REAL,
    longitude REAL,
    camera TEXT NOT NULL,
    exif_fields INTEGER NOT NULL,
    sharpness REAL NOT NULL
);

-- code: little-endian float16; bits: 64 bits, most significant first.
CREATE TABLE codes (
    model INTEGER NOT NULL REFERENCES models (id),
    content INTEGER NOT NULL REFERENCES contents (id),
    code BLOB NOT NULL,
    bits BLOB NOT NULL,
    PRIMARY KEY (model, content)
) WITHOUT ROWID;

-- root: the innermost root that holds the file, empty when none does.
-- status: 0 there, 1 missing, 2 there but left out by the settings.
-- added, seen: the scans that first and last came upon it.
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    content INTEGER NOT NULL REFERENCES contents (id),
    root INTEGER REFERENCES roots (id),
    status INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL,
    seen INTEGER NOT NULL
);
CREATE INDEX files_by_content ON files (content, root, status);
CREATE INDEX files_by_inode ON files (inode);

-- What the library shows.
CREATE VIEW shown AS SELECT * FROM files WHERE root IS NOT NULL AND status < 2;

-- Without a stamp: a folder, or a file that could not even be looked at.
CREATE TABLE problems (
    path BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    size INTEGER,
    mtime_ns INTEGER,
    device INTEGER,
    inode INTEGER,
    seen INTEGER NOT NULL
) WITHOUT ROWID;
