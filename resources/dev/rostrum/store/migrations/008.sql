-- Version 8: inbound events, and when they last told of what.

-- key is a digest of what makes two activities one event. content is there while the event waits to be applied, and never holds
-- the text of a message. changes: what it changed in the cache, codes with counts. reason: why it could not be applied.
CREATE TABLE event (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  key         BLOB NOT NULL UNIQUE,
  type        TEXT NOT NULL,
  event_type  TEXT,
  activity_id TEXT,
  sent_at     INTEGER,
  received_at INTEGER NOT NULL,
  source      TEXT NOT NULL CHECK (source = 'ENDPOINT' OR source = 'IMPORT'),
  state       TEXT NOT NULL CHECK (state = 'APPLIED' OR state = 'PENDING' OR state = 'FAILED'),
  content     TEXT,
  changes     TEXT,
  reason      TEXT,
  CHECK ((state = 'PENDING') = (content IS NOT NULL)),
  CHECK ((state = 'FAILED') = (reason IS NOT NULL))
) STRICT;

CREATE INDEX event_pending ON event (id) WHERE state = 'PENDING';

-- The newest event that told of an entry, a team, or of whether somebody is in a team; what an older one tells of the same is out
-- of date, whenever it comes. rank decides between two of one millisecond. value: 1 for yes, 0 for no.
CREATE TABLE event_user (
  user   INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  aspect TEXT NOT NULL,
  at     INTEGER NOT NULL,
  rank   INTEGER NOT NULL,
  value  INTEGER,
  PRIMARY KEY (user, aspect)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_team (
  team   INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE,
  aspect TEXT NOT NULL,
  at     INTEGER NOT NULL,
  rank   INTEGER NOT NULL,
  value  INTEGER,
  PRIMARY KEY (team, aspect)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_member (
  team  INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE,
  user  INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  at    INTEGER NOT NULL,
  rank  INTEGER NOT NULL,
  value INTEGER,
  PRIMARY KEY (team, user)
) STRICT, WITHOUT ROWID;

-- A roster is as new as its beginning. What is known of earlier ones is their end.
ALTER TABLE team ADD COLUMN synced_from INTEGER;
ALTER TABLE staging ADD COLUMN started_at INTEGER NOT NULL DEFAULT 0;

UPDATE team SET synced_from = synced_at WHERE synced_at IS NOT NULL;

-- The bot was taken out of the team; the roster stays as it was.
ALTER TABLE team ADD COLUMN bot_left_at INTEGER;

-- The bot was taken out of the chat; a message that is accepted later shows that it is there again.
ALTER TABLE conversation ADD COLUMN inactive_at INTEGER;
