-- The search index of people (class PeopleIndex, decision 0062). It is made of the rows of user, a part at a time, after the file was
-- opened; in a file without people it is whole at once. secure-delete: nothing of a row stays in it when the row goes.
CREATE VIRTUAL TABLE people_text USING fts5(text, content='', columnsize=0, tokenize='trigram case_sensitive 1');
CREATE VIRTUAL TABLE people_key USING fts5(keys, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '_'");

INSERT INTO people_text (people_text, rank) VALUES ('secure-delete', 1);
INSERT INTO people_key (people_key, rank) VALUES ('secure-delete', 1);

-- reached: entries up to this number are in it; null: all.
CREATE TABLE people_index (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  reached INTEGER
) STRICT;

INSERT INTO people_index (id, version, reached) SELECT 1, 1, CASE WHEN EXISTS (SELECT 1 FROM user) THEN 0 END;

-- Who was touched by the last commits, four bytes an entry; null: everybody may have been. Orders that are kept in memory follow it.
CREATE TABLE people_change (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  users BLOB
) STRICT;

-- Lists of people (decision 0063). They hold persons, not ids: who gets another id stays in them. One
-- that is not ready is still being made, and is not shown.
CREATE TABLE people_list (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT NOT NULL,
  name_key   TEXT NOT NULL UNIQUE,
  sort_key   BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  ready      INTEGER NOT NULL DEFAULT 1 CHECK (ready IN (0, 1))
) STRICT;

CREATE TABLE people_list_member (
  list   INTEGER NOT NULL REFERENCES people_list (id) ON DELETE CASCADE,
  person INTEGER NOT NULL REFERENCES person (id),
  PRIMARY KEY (list, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX people_list_person ON people_list_member (person);

-- Filters that are kept under a name, as domain.PeopleFilter writes them.
CREATE TABLE people_filter (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  sort_key BLOB NOT NULL,
  filter   TEXT NOT NULL
) STRICT;

-- An audience may hold lists and filters. The expression is one that the table of any file of schema 11 has.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (role IN (''TEAM'', ''USER'', ''EXCLUDED'', ''EXCLUDED_TEAM''))',
  'CHECK (role IN (''TEAM'', ''USER'', ''EXCLUDED'', ''EXCLUDED_TEAM'', ''LIST'', ''EXCLUDED_LIST'', ''RULE''))')
WHERE type = 'table' AND name = 'audience';

PRAGMA writable_schema = RESET;
