-- Version 7: people. A row of user is an entry: what a roster, an import or an event told under one id. Entries with one Entra
-- object id are one person; opt-outs, blocks and "me" belong to the person, conversations and deliveries stay with the entry.

-- entry: whose ids the next message takes, that of the roster which was completed last; null once the person was forgotten and
-- only the ledger keeps their entries, without ids. A person without object id has one entry; object_id is that of each of the
-- person's entries. entry is no foreign key: it would be looked for whenever an entry goes.
CREATE TABLE person (
  id        INTEGER PRIMARY KEY,
  object_id TEXT CHECK (object_id GLOB '????????-????-????-????-????????????'
                        AND replace(object_id, '-', '') NOT GLOB '*[^0-9a-f]*' AND length(replace(object_id, '-', '')) = 32
                        AND object_id <> '00000000-0000-0000-0000-000000000000'),
  entry     INTEGER
) STRICT;

ALTER TABLE user ADD COLUMN person INTEGER REFERENCES person (id);

-- What is no object id identifies nobody.
UPDATE user SET object_id = lower(trim(object_id)) WHERE object_id <> lower(trim(object_id));
UPDATE user SET object_id = substr(object_id, 2, 36) WHERE object_id GLOB '{*}' AND length(object_id) = 38;
UPDATE user SET object_id = NULL
WHERE object_id NOT GLOB '????????-????-????-????-????????????' OR replace(object_id, '-', '') GLOB '*[^0-9a-f]*'
  OR length(replace(object_id, '-', '')) <> 32 OR object_id = '00000000-0000-0000-0000-000000000000';

-- A person has the number of the first entry.
INSERT INTO person (id, object_id, entry)
SELECT u.id, u.object_id, u.id FROM user u
WHERE u.object_id IS NULL OR NOT EXISTS (SELECT 1 FROM user e WHERE e.object_id = u.object_id AND e.id < u.id)
ORDER BY u.id;

UPDATE user SET person = CASE WHEN object_id IS NULL THEN id
  ELSE (SELECT min(e.id) FROM user e WHERE e.object_id = user.object_id) END;

CREATE UNIQUE INDEX person_object ON person (object_id) WHERE object_id IS NOT NULL;
CREATE INDEX user_person ON user (person);

UPDATE person SET entry = (
    SELECT u.id FROM user u LEFT JOIN membership m ON m.user = u.id LEFT JOIN team t ON t.id = m.team
    WHERE u.person = person.id ORDER BY m.team IS NULL, t.synced_at IS NULL, t.synced_at DESC, u.id DESC LIMIT 1)
WHERE id IN (SELECT person FROM user GROUP BY person HAVING count(*) > 1);

-- Somebody may be known by object id alone, and of somebody who was forgotten nothing is known.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(sql, 'user_id       TEXT NOT NULL UNIQUE',
  'user_id       TEXT UNIQUE CHECK (user_id IS NOT NULL OR object_id IS NOT NULL OR folded = '''')')
WHERE type = 'table' AND name = 'user';

PRAGMA writable_schema = RESET;

-- Each entry has its person from the statement on that brings it.
CREATE TRIGGER user_person_new AFTER INSERT ON user WHEN NEW.person IS NULL AND NEW.object_id IS NULL
BEGIN
  INSERT INTO person (entry) VALUES (NEW.id);
  UPDATE user SET person = last_insert_rowid() WHERE id = NEW.id;
END;

CREATE TRIGGER user_person_known AFTER INSERT ON user WHEN NEW.person IS NULL AND NEW.object_id IS NOT NULL
BEGIN
  INSERT INTO person (object_id, entry) SELECT NEW.object_id, NEW.id
    WHERE NOT EXISTS (SELECT 1 FROM person WHERE object_id = NEW.object_id);
  UPDATE user SET person = (SELECT id FROM person WHERE object_id = NEW.object_id) WHERE id = NEW.id;
END;

-- What persons asked for themselves goes before what an admin chose for another entry of theirs.
ALTER TABLE opt_out RENAME TO opt_out_by_entry;

CREATE TABLE opt_out (
  person INTEGER PRIMARY KEY REFERENCES person (id),
  asker  TEXT NOT NULL CHECK (asker IN ('PERSON', 'ADMIN')),
  note   TEXT,
  at     INTEGER NOT NULL
) STRICT;

INSERT INTO opt_out (person, asker, note, at)
SELECT u.person, max(o.asker), o.note, o.at FROM opt_out_by_entry o JOIN user u ON u.id = o.user GROUP BY u.person;

DROP TABLE opt_out_by_entry;

ALTER TABLE blocked RENAME TO blocked_by_entry;

CREATE TABLE blocked (
  person INTEGER PRIMARY KEY REFERENCES person (id),
  code   TEXT NOT NULL,
  at     INTEGER NOT NULL
) STRICT;

INSERT INTO blocked (person, code, at)
SELECT u.person, b.code, max(b.at) FROM blocked_by_entry b JOIN user u ON u.id = b.user GROUP BY u.person;

DROP TABLE blocked_by_entry;

DELETE FROM setting WHERE key = 'me' AND value NOT IN (SELECT user_id FROM user);
UPDATE setting SET value = (SELECT person FROM user WHERE user_id = setting.value) WHERE key = 'me';

-- People take the place of the object id in finding out who is the same; nothing reads or writes it in deliveries any more.
DROP INDEX user_object;
DROP INDEX delivery_person;

-- Messages to "me" count in no rule of the guard and are in no list.
ALTER TABLE announcement ADD COLUMN to_me INTEGER NOT NULL DEFAULT 0 CHECK (to_me IN (0, 1));
