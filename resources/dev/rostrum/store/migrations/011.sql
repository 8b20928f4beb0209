-- Version 11: drafts, and teams that an audience leaves out.

-- An announcement that is being written. It goes in the commit that makes its plan valid. Of a draft that cannot be read the others
-- stay: so neither format nor roles are checked here, the program tells what it does not know.
CREATE TABLE draft (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  title         TEXT NOT NULL,
  text          TEXT NOT NULL,
  format        TEXT NOT NULL,
  folded        TEXT NOT NULL,
  retry_gateway INTEGER NOT NULL DEFAULT 0,
  canary        INTEGER NOT NULL DEFAULT 0,
  outsiders     INTEGER NOT NULL DEFAULT 0,
  unknown_kind  INTEGER NOT NULL DEFAULT 0,
  rate          REAL,
  created_at    INTEGER NOT NULL,
  changed_at    INTEGER NOT NULL
) STRICT;

-- As in audience: ref is the lasting id of a team or person.
CREATE TABLE draft_audience (
  draft INTEGER NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
  role  TEXT NOT NULL,
  ref   TEXT NOT NULL,
  PRIMARY KEY (draft, role, ref)
) STRICT, WITHOUT ROWID;

-- Whoever is forgotten is looked for here.
CREATE INDEX draft_audience_ref ON draft_audience (ref);

PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (role IN (''TEAM'', ''USER'', ''EXCLUDED''))',
  'CHECK (role IN (''TEAM'', ''USER'', ''EXCLUDED'', ''EXCLUDED_TEAM''))')
WHERE type = 'table' AND name = 'audience';

PRAGMA writable_schema = RESET;
