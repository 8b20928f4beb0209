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
