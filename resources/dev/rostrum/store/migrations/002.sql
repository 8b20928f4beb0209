-- Version 2: jobs with a parent (resend, edit, recall), the guard, the audit log.

-- An edit's new text and format, and those of a resend that follows an edit; null where it is the announcement's.
ALTER TABLE job ADD COLUMN text TEXT;
ALTER TABLE job ADD COLUMN format TEXT CHECK (format IN ('PLAIN', 'MARKDOWN'));
-- What the admin chose for this job (class SendChoices). canary_passed: the admin let the rest go.
ALTER TABLE job ADD COLUMN retry_gateway INTEGER NOT NULL DEFAULT 0 CHECK (retry_gateway IN (0, 1));
ALTER TABLE job ADD COLUMN canary INTEGER NOT NULL DEFAULT 0 CHECK (canary >= 0);
ALTER TABLE job ADD COLUMN canary_passed INTEGER NOT NULL DEFAULT 0 CHECK (canary_passed IN (0, 1));
ALTER TABLE job ADD COLUMN outsiders INTEGER NOT NULL DEFAULT 0 CHECK (outsiders IN (0, 1));
ALTER TABLE job ADD COLUMN override TEXT;
-- People who are in only because of the override.
ALTER TABLE job ADD COLUMN overridden INTEGER NOT NULL DEFAULT 0 CHECK (overridden >= 0);

CREATE INDEX job_parent ON job (parent) WHERE parent IS NOT NULL;

-- Announcements with the same text have the same number here: the id of the first of them.
ALTER TABLE announcement ADD COLUMN same_as INTEGER;

UPDATE announcement SET same_as = first.id
FROM (SELECT trim(text, char(9, 10, 13, 32)) AS text, min(id) AS id FROM announcement GROUP BY 1) AS first
WHERE trim(announcement.text, char(9, 10, 13, 32)) = first.text;

-- source: the parent's row this one follows from. message: of an edit or recall the row that sent the message, else 0.
-- target: that message's id in Teams. None of them refers by a foreign key: taking a plan back would look through the
-- whole table for each row.
ALTER TABLE delivery ADD COLUMN source INTEGER;
ALTER TABLE delivery ADD COLUMN message INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN target TEXT;

-- A person has one row in a job that sends, but in an edit or recall one for each message that they have.
DROP INDEX delivery_user;
CREATE UNIQUE INDEX delivery_user ON delivery (job, user, message);
CREATE INDEX delivery_message ON delivery (message) WHERE message <> 0;

-- Whom nothing is sent to. PERSON: they asked for it themselves, and nothing overrides that.
CREATE TABLE opt_out (
  user  INTEGER PRIMARY KEY REFERENCES user (id),
  asker TEXT NOT NULL CHECK (asker IN ('PERSON', 'ADMIN')),
  note  TEXT,
  at    INTEGER NOT NULL
) STRICT;

-- People who blocked the bot, by the last answer about them; a later acceptance takes them out.
CREATE TABLE blocked (
  user INTEGER PRIMARY KEY REFERENCES user (id),
  code TEXT NOT NULL,
  at   INTEGER NOT NULL
) STRICT;

INSERT INTO blocked (user, code, at)
SELECT d.user, d.code, d.updated_at FROM delivery d
WHERE d.state = 'REFUSED' AND d.code COLLATE NOCASE IN ('ConversationBlockedByUser', 'MessageWritesBlocked')
  AND NOT EXISTS (
    SELECT 1 FROM delivery l WHERE l.user = d.user AND (l.updated_at, l.id) > (d.updated_at, d.id)
      AND (l.state = 'SENT'
           OR (l.state = 'REFUSED' AND l.code COLLATE NOCASE IN ('ConversationBlockedByUser', 'MessageWritesBlocked'))));

CREATE TRIGGER delivery_shut AFTER UPDATE OF state ON delivery
WHEN NEW.state = 'REFUSED' AND NEW.code COLLATE NOCASE IN ('ConversationBlockedByUser', 'MessageWritesBlocked')
BEGIN
  INSERT INTO blocked (user, code, at) VALUES (NEW.user, NEW.code, NEW.updated_at)
    ON CONFLICT (user) DO UPDATE SET code = excluded.code, at = excluded.at;
END;

-- An edit or recall that was accepted says nothing about new messages; neither does a decision, which leaves a cause.
CREATE TRIGGER delivery_open AFTER UPDATE OF state ON delivery
WHEN NEW.state = 'SENT' AND NEW.target IS NULL AND NEW.cause IS NULL
BEGIN
  DELETE FROM blocked WHERE user = NEW.user;
END;

-- Who decided what, when. Rows are only ever added.
CREATE TABLE audit_log (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  os_user TEXT NOT NULL,
  act     TEXT NOT NULL,
  job     INTEGER,
  people  INTEGER,
  detail  TEXT
) STRICT;

CREATE INDEX audit_log_job ON audit_log (job) WHERE job IS NOT NULL;

CREATE TRIGGER audit_log_kept BEFORE UPDATE ON audit_log
BEGIN
  SELECT raise(ABORT, 'the audit log is only added to');
END;

CREATE TRIGGER audit_log_whole BEFORE DELETE ON audit_log
BEGIN
  SELECT raise(ABORT, 'the audit log is only added to');
END;
