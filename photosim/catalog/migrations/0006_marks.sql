-- What the user decided of single files. A mark ends with its file's row, and holds only while the file
-- has the content that was marked.
CREATE TABLE marks (
    file INTEGER PRIMARY KEY REFERENCES files (id) ON DELETE CASCADE,
    content INTEGER NOT NULL REFERENCES contents (id),
    mark TEXT NOT NULL
);
