-- Version 10: messages that events prompt.

-- What an announcement is for (enum Purpose) takes the place of to_me. Only the purpose ANNOUNCEMENT counts in the guard's rules and is in lists.
ALTER TABLE announcement ADD COLUMN purpose TEXT NOT NULL DEFAULT 'ANNOUNCEMENT'
  CHECK (purpose = 'ANNOUNCEMENT' OR purpose = 'MENTION' OR purpose = 'WELCOME' OR purpose = 'CONFIRMATION' OR purpose = 'TO_ME');

UPDATE announcement SET purpose = 'TO_ME' WHERE to_me = 1;

ALTER TABLE announcement DROP COLUMN to_me;

CREATE INDEX announcement_purpose ON announcement (purpose, created_at);
CREATE INDEX job_paused ON job (id) WHERE state = 'PAUSED';

-- What an event asks to be sent to somebody. Written in the commit that applies the event, gone in the commit that makes it a row of
-- the ledger or finds that it must not be one. by_user: who mentioned them. Prompts of one event that are MENTION become one job. at: of a
-- CONFIRMATION the time of the opt-out that it confirms.
CREATE TABLE prompt (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  purpose TEXT NOT NULL CHECK (purpose = 'MENTION' OR purpose = 'WELCOME' OR purpose = 'CONFIRMATION'),
  user    INTEGER NOT NULL REFERENCES user (id),
  by_user INTEGER REFERENCES user (id),
  event   INTEGER,
  at      INTEGER NOT NULL,
  CHECK (purpose <> 'MENTION' OR (by_user IS NOT NULL AND event IS NOT NULL))
) STRICT;

CREATE INDEX prompt_event ON prompt (event);

-- Who has been welcomed, or was found not to need it: once for each person.
CREATE TABLE welcomed (
  person INTEGER PRIMARY KEY REFERENCES person (id),
  at     INTEGER NOT NULL
) STRICT;

-- The opt-out, by its time, that a row's message confirms. It is the one message that this opt-out lets through.
CREATE TABLE confirmation (
  delivery INTEGER PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
  mark     INTEGER NOT NULL
) STRICT;

-- What the admin had set under the mark of a person who asked for themselves; START brings it back. Null where there was nothing.
ALTER TABLE opt_out ADD COLUMN admin_note TEXT;
ALTER TABLE opt_out ADD COLUMN admin_at INTEGER;

-- Whose doing it was that somebody was written to: there are so many a day, and no more.
CREATE TABLE prompted (
  id      INTEGER PRIMARY KEY,
  user    INTEGER NOT NULL REFERENCES user (id),
  purpose TEXT NOT NULL,
  at      INTEGER NOT NULL
) STRICT;

CREATE INDEX prompted_by ON prompted (user, purpose, at);

-- What people wrote to the bot, while that was switched on. at: when it was written. told_at and rank: the newest event that told
-- of it. text: null where it was taken back; the row stays for a while, so that an older event does not bring it back.
CREATE TABLE reply (
  id              INTEGER PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  activity_id     TEXT NOT NULL,
  user            INTEGER NOT NULL REFERENCES user (id),
  at              INTEGER NOT NULL,
  told_at         INTEGER NOT NULL,
  rank            INTEGER NOT NULL,
  text            TEXT,
  UNIQUE (conversation_id, activity_id)
) STRICT;

CREATE INDEX reply_user ON reply (user, at);
CREATE INDEX reply_at ON reply (at);

-- When Teams itself told of something last; what a file tells does not count.
CREATE INDEX event_authentic ON event (received_at) WHERE source = 'ENDPOINT';

-- The request log: requests that no delivery makes, whose own are its attempts (class RequestLog). Nothing of a token, a text or a name;
-- ids are shortened in path. after: what the same request had ended with before it was made again. left_out: a row that stands for so
-- many that came faster than they could be written.
CREATE TABLE request (
  id         INTEGER PRIMARY KEY,
  at         INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  path       TEXT NOT NULL,
  status     INTEGER,
  code       TEXT,
  ms_cv      TEXT,
  latency_ms INTEGER,
  after      TEXT,
  left_out   INTEGER
) STRICT;

CREATE INDEX request_time ON request (at);

-- Attempts are read by time too, among a million of them. Times come in order, so a row is added at the index's end.
CREATE INDEX attempt_time ON attempt (started_at);
