-- Version 2: jobs with a parent (resend, edit, recall), the guard, the audit log.

-- An edit's new text and format; null for every other kind, which takes the announcement's.
ALTER TABLE job ADD COLUMN text TEXT;
ALTER TABLE job ADD COLUMN format TEXT CHECK (format IN ('PLAIN', 'MARKDOWN'));
-- What the admin chose for this job (class SendChoices). canary_passed: the admin let the rest go.
ALTER TABLE job ADD COLUMN retry_gateway INTEGER NOT NULL DEFAULT 0 CHECK (retry_gateway IN (0, 1));
ALTER TABLE job ADD COLUMN canary INTEGER NOT NULL DEFAULT 0 CHECK (canary >= 0);
ALTER TABLE job ADD COLUMN canary_passed INTEGER NOT NULL DEFAULT 0 CHECK (canary_passed IN (0, 1));
ALTER TABLE job ADD COLUMN outsiders INTEGER NOT NULL DEFAULT 0 CHECK (outsiders IN (0, 1));
ALTER TABLE job ADD COLUMN override TEXT;

CREATE INDEX job_parent ON job (parent) WHERE parent IS NOT NULL;

-- source: the parent's row this one follows from. target: the message in Teams that an edit or recall acts on.
ALTER TABLE delivery ADD COLUMN source INTEGER REFERENCES delivery (id);
ALTER TABLE delivery ADD COLUMN target TEXT;

-- Whom nothing is sent to. PERSON: they asked for it themselves, and nothing overrides that.
CREATE TABLE opt_out (
  user  INTEGER PRIMARY KEY REFERENCES user (id),
  asker TEXT NOT NULL CHECK (asker IN ('PERSON', 'ADMIN')),
  note  TEXT,
  at    INTEGER NOT NULL
) STRICT;

-- People who blocked the bot or removed the app, by the last answer about them; a later acceptance takes them out.
CREATE TABLE blocked (
  user INTEGER PRIMARY KEY REFERENCES user (id),
  code TEXT NOT NULL,
  at   INTEGER NOT NULL
) STRICT;

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

CREATE TRIGGER audit_log_kept BEFORE UPDATE ON audit_log
BEGIN
  SELECT raise(ABORT, 'the audit log is only added to');
END;

CREATE TRIGGER audit_log_whole BEFORE DELETE ON audit_log
BEGIN
  SELECT raise(ABORT, 'the audit log is only added to');
END;
