-- Plans that were carried out, in the order in which they were begun.
CREATE TABLE records (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    plan TEXT NOT NULL,          -- id of the plan; a plan may be carried out again
    act TEXT NOT NULL,
    body TEXT NOT NULL,          -- the plan as JSON
    removals INTEGER NOT NULL,
    began_at TEXT NOT NULL,      -- ISO 8601
    finished INTEGER NOT NULL DEFAULT 0
) STRICT;

-- One line for each removal that was tried.
CREATE TABLE lines (
    number INTEGER PRIMARY KEY,
    record TEXT NOT NULL REFERENCES records (id),
    removal TEXT NOT NULL,       -- JSON
    steps TEXT NOT NULL,         -- JSON, a step for each file
    bytes INTEGER NOT NULL,
    state TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;

CREATE INDEX lines_by_record ON lines (record, state);
CREATE INDEX lines_open ON lines (number) WHERE state IN ('begun', 'undoing', 'emptying');
