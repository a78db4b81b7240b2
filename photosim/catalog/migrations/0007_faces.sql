-- Faces. A picture that was looked at by a method has a row here, with or without faces.
CREATE TABLE face_looks (
    content INTEGER PRIMARY KEY REFERENCES contents (id),
    method TEXT NOT NULL
);

-- x, y, width, height: shares of the upright picture. embedding: 128 little-endian float32.
-- person: whose it is by the last grouping and what the user said since; NULL: nobody's.
CREATE TABLE faces (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    content INTEGER NOT NULL REFERENCES contents (id),
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    confidence REAL NOT NULL,
    embedding BLOB NOT NULL,
    person INTEGER REFERENCES people (id) ON DELETE SET NULL
);
CREATE INDEX faces_by_content ON faces (content);
CREATE INDEX faces_by_person ON faces (person);

-- version grows whenever faces or what was said of them changes.
CREATE TABLE people_state (version INTEGER NOT NULL);
INSERT INTO people_state (version) VALUES (1);

CREATE TABLE people (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT,
    hidden INTEGER NOT NULL DEFAULT 0
);

-- The user's word on faces, by digest and place as it outlives what is known of contents and faces.
CREATE TABLE face_words (
    digest BLOB NOT NULL,
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    person INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    word TEXT NOT NULL,
    PRIMARY KEY (digest, x, y, width, height, person)
) WITHOUT ROWID;
CREATE INDEX face_words_by_person ON face_words (person);
