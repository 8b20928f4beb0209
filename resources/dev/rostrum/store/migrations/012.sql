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

-- Rosters. A roster is written under a number of its own, in many short commits; one more, which names the number in its team, makes it
-- the team's. The table of members keeps its rows: the number of the roster that each team has now is the team's. COMING: being read, or
-- that of a team that was never synced. REPLACED: another one is the team's; PAST once its members are gone. VOID: of no use, and goes.
CREATE TABLE roster (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  team       INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  at         INTEGER,
  state      TEXT NOT NULL DEFAULT 'COMING'
             CHECK (state = 'COMING' OR state = 'CURRENT' OR state = 'REPLACED' OR state = 'PAST' OR state = 'VOID'),
  people     INTEGER NOT NULL DEFAULT 0,
  joined     INTEGER NOT NULL DEFAULT 0,
  gone       INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX roster_team ON roster (team, id);
CREATE INDEX roster_out ON roster (id) WHERE state = 'REPLACED' OR state = 'VOID';

INSERT INTO roster (id, team, started_at, at, state, people, joined, gone)
SELECT id, id, coalesce(synced_from, synced_at, added_at), synced_at, iif(synced_at IS NULL, 'COMING', 'CURRENT'), people, joined_count, left_count FROM team;

ALTER TABLE team ADD COLUMN roster INTEGER;

UPDATE team SET roster = id;

CREATE UNIQUE INDEX team_roster ON team (roster);

-- Events add people to a team before its first roster is read.
CREATE TRIGGER team_first_roster AFTER INSERT ON team WHEN NEW.roster IS NULL
BEGIN
  INSERT INTO roster (team, started_at) VALUES (NEW.id, NEW.added_at);
  UPDATE team SET roster = last_insert_rowid() WHERE id = NEW.id;
END;

ALTER TABLE membership RENAME TO roster_member;
ALTER TABLE roster_member RENAME COLUMN team TO roster;

-- A team that was removed from the list can come back as it was; so nothing of it goes with its row.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(sql, ' REFERENCES team (id) ON DELETE CASCADE', ' REFERENCES roster (id)')
WHERE type = 'table' AND name = 'roster_member';

UPDATE sqlite_schema SET sql = replace(sql, ' REFERENCES team (id) ON DELETE CASCADE', '')
WHERE type = 'table' AND (name = 'event_team' OR name = 'event_member');

PRAGMA writable_schema = RESET;

-- Who is in which team.
CREATE VIEW membership AS
SELECT t.id AS team, m.user AS user, m.since AS since FROM roster_member m JOIN team t ON t.roster = m.roster;

DROP TABLE staging;

-- Who joined and left after a team's first roster: what one roster had and the next one not, and what events told in between (roster
-- then is the one that the team had). Of a roster that is on its way in it does not count yet.
CREATE TABLE roster_change (
  id     INTEGER PRIMARY KEY,
  team   INTEGER NOT NULL,
  roster INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  user   INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  joined INTEGER NOT NULL
) STRICT;

CREATE INDEX roster_change_team ON roster_change (team, at);
CREATE INDEX roster_change_user ON roster_change (user);

-- Teams that were taken out of the list. What else is known of them stays for as long as the removal can be undone; then only the id
-- does, so that no event brings the team back. Numbers of teams are never given twice: the highest one stays here.
CREATE TABLE removed_team (
  id           INTEGER PRIMARY KEY,
  team_id      TEXT NOT NULL UNIQUE,
  removed_at   INTEGER NOT NULL,
  name         TEXT,
  name_key     BLOB NOT NULL,
  group_id     TEXT,
  member_count INTEGER,
  added_at     INTEGER NOT NULL,
  synced_at    INTEGER,
  joined_count INTEGER NOT NULL,
  left_count   INTEGER NOT NULL,
  people       INTEGER NOT NULL,
  trouble      TEXT,
  synced_from  INTEGER,
  bot_left_at  INTEGER,
  roster       INTEGER
) STRICT;

-- Erasing people. A number of a person or entry is never given to another one: the audit log, and the list of who was erased, name
-- people by nothing else.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(sql, '  id            INTEGER PRIMARY KEY,', '  id            INTEGER PRIMARY KEY AUTOINCREMENT,')
WHERE type = 'table' AND name = 'user';

UPDATE sqlite_schema SET sql = replace(sql, '  id        INTEGER PRIMARY KEY,', '  id        INTEGER PRIMARY KEY AUTOINCREMENT,')
WHERE type = 'table' AND name = 'person';

PRAGMA writable_schema = RESET;

DELETE FROM sqlite_sequence WHERE name IN ('user', 'person');
INSERT INTO sqlite_sequence (name, seq) SELECT 'user', coalesce(max(id), 0) FROM user;
INSERT INTO sqlite_sequence (name, seq) SELECT 'person', coalesce(max(id), 0) FROM person;

-- Entries that were erased, so that no older copy of the file brings them back. first_seen_at: with it the number says in such a
-- copy, too, that it is the same entry. pending: while it may still stand in the log, in free room of the file, in a backup or in a
-- file that was set aside.
CREATE TABLE erasure (
  entry         INTEGER PRIMARY KEY,
  first_seen_at INTEGER NOT NULL,
  at            INTEGER NOT NULL,
  pending       INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Ids of people who were erased, as HMAC-SHA256 under the key 'erasure_key' of the settings. mark: the do-not-contact mark that is kept for
-- them; null for those that go when nothing is pending any more.
CREATE TABLE erased_id (
  hash BLOB NOT NULL,
  mark INTEGER,
  UNIQUE (hash, mark)
) STRICT;

CREATE TABLE kept_mark (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  asker TEXT NOT NULL,
  at    INTEGER NOT NULL
) STRICT;

-- What an opt-out was taken back for, which the audit log told until now.
ALTER TABLE opt_out_cleared ADD COLUMN note TEXT;

-- The audit log named people by their ids. Of one that nobody is known by any more the number is 0.
DROP TRIGGER audit_log_kept;

CREATE TEMP TABLE told AS
SELECT id, detail AS head, '' AS noted FROM audit_log WHERE detail GLOB 'audit.person|s*'
  OR detail GLOB 'audit.askedBy*|s*' OR detail GLOB 'audit.was*|s*' OR detail GLOB 'audit.stopWord|s*' OR detail GLOB 'audit.startWord|s*';

INSERT INTO told
SELECT id, substr(rest, instr(rest, ':') + 1, size), substr(rest, instr(rest, ':') + 1 + size)
FROM (SELECT id, rest, CAST(substr(rest, 1, instr(rest, ':') - 1) AS INTEGER) AS size
      FROM (SELECT id, substr(detail, 14) AS rest FROM audit_log WHERE detail GLOB 'audit.noted|r[0-9]*:*'));

CREATE TEMP TABLE told_of AS
SELECT id, substr(head, 1, instr(head, '|') - 1) AS code, substr(head, instr(head, ':') + 1) AS whom,
  substr(noted, instr(noted, ':') + 1) AS words FROM told;

-- What was carried over has two: the length of the first stands before it.
INSERT INTO told_of
SELECT id, 'audit.carried', substr(rest, instr(rest, ':') + 1, size),
  substr(substr(rest, instr(rest, ':') + 1 + size), instr(substr(rest, instr(rest, ':') + 1 + size), ':') + 1)
FROM (SELECT id, rest, CAST(substr(rest, 1, instr(rest, ':') - 1) AS INTEGER) AS size
      FROM (SELECT id, substr(detail, 16) AS rest FROM audit_log WHERE detail GLOB 'audit.carried|s[0-9]*:*'));

UPDATE audit_log SET detail = (
    SELECT t.code || '|n' || length(t.number) || ':' || t.number
      || iif(t.code = 'audit.carried', 'n' || length(t.other) || ':' || t.other, '')
    FROM (SELECT code, coalesce((SELECT u.id FROM user u WHERE u.user_id = whom),
                                (SELECT p.entry FROM person p WHERE p.object_id = whom), 0) AS number,
                       coalesce((SELECT u.id FROM user u WHERE u.user_id = words),
                                (SELECT p.entry FROM person p WHERE p.object_id = words), 0) AS other
          FROM told_of WHERE told_of.id = audit_log.id) AS t)
WHERE id IN (SELECT id FROM told_of);

UPDATE opt_out_cleared SET note = (
    SELECT t.words FROM told_of t JOIN user u ON u.user_id = t.whom OR u.person = (SELECT p.id FROM person p WHERE p.object_id = t.whom)
    WHERE u.person = opt_out_cleared.person AND t.words <> '' AND t.code <> 'audit.carried' ORDER BY t.id DESC LIMIT 1);

-- Why the guard was overridden stands with the job.
UPDATE audit_log SET detail = NULL
WHERE act = 'OVERRIDE' AND EXISTS (SELECT 1 FROM job WHERE job.id = audit_log.job AND job.override IS NOT NULL);

DROP TABLE told_of;
DROP TABLE told;

CREATE TRIGGER audit_log_kept BEFORE UPDATE ON audit_log
BEGIN
  SELECT raise(ABORT, 'the audit log is only added to');
END;

-- So did the note of a mark that was carried over.
UPDATE opt_out SET note = 'optOut.carried|n' || length(told.number) || ':' || told.number || told.behind
FROM (SELECT whose, substr(rest, instr(rest, ':') + 1 + size) AS behind,
        coalesce((SELECT u.id FROM user u WHERE u.user_id = substr(rest, instr(rest, ':') + 1, size)),
                 (SELECT p.entry FROM person p WHERE p.object_id = substr(rest, instr(rest, ':') + 1, size)), 0) AS number
      FROM (SELECT person AS whose, substr(note, 17) AS rest,
              CAST(substr(note, 17, instr(substr(note, 17), ':') - 1) AS INTEGER) AS size
            FROM opt_out WHERE note GLOB 'optOut.carried|s[0-9]*:*')) AS told
WHERE opt_out.person = told.whose;

-- When the id took the place of one that was out of date, while a message was sent.
ALTER TABLE conversation ADD COLUMN healed_at INTEGER;
