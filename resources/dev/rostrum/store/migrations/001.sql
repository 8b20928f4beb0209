-- Version 1. Times are epoch milliseconds UTC. Once released, this file never changes: what comes next is 002.sql.
-- *_key columns hold collation keys and *folded columns hold search text, both made by the program when a row is
-- written (class TextKeys), so that no collation is ever called back from SQL.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE team (
  id           INTEGER PRIMARY KEY,
  team_id      TEXT NOT NULL UNIQUE,
  name         TEXT,
  name_key     BLOB NOT NULL,
  group_id     TEXT,
  member_count INTEGER,
  added_at     INTEGER NOT NULL,
  synced_at    INTEGER,
  joined_count INTEGER NOT NULL DEFAULT 0,
  left_count   INTEGER NOT NULL DEFAULT 0,
  people       INTEGER NOT NULL DEFAULT 0,
  trouble      TEXT
) STRICT;

-- A person stays here after leaving every roster: deliveries and conversations refer to them.
CREATE TABLE user (
  id            INTEGER PRIMARY KEY,
  user_id       TEXT NOT NULL UNIQUE,
  object_id     TEXT,
  name          TEXT,
  given_name    TEXT,
  surname       TEXT,
  email         TEXT,
  email_key     TEXT,
  upn           TEXT,
  upn_key       TEXT,
  tenant_id     TEXT,
  kind          TEXT NOT NULL CHECK (kind IN ('MEMBER', 'GUEST', 'EXTERNAL', 'ANONYMOUS', 'UNKNOWN')),
  name_key      BLOB NOT NULL,
  folded        TEXT NOT NULL,
  first_seen_at INTEGER NOT NULL,
  changed_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX user_object ON user (object_id) WHERE object_id IS NOT NULL;
CREATE INDEX user_email ON user (email_key) WHERE email_key IS NOT NULL;
CREATE INDEX user_upn ON user (upn_key) WHERE upn_key IS NOT NULL;
CREATE INDEX user_name ON user (name_key, id);

CREATE TABLE membership (
  team  INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE,
  user  INTEGER NOT NULL REFERENCES user (id),
  since INTEGER NOT NULL,
  PRIMARY KEY (team, user)
) STRICT, WITHOUT ROWID;

CREATE INDEX membership_user ON membership (user, team);

-- Rosters on their way in. Whatever stands here when the file is opened for writing was never finished, and goes.
CREATE TABLE staging (
  id   INTEGER PRIMARY KEY AUTOINCREMENT,
  team INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE staged (
  staging    INTEGER NOT NULL,
  user_id    TEXT NOT NULL,
  object_id  TEXT,
  name       TEXT,
  given_name TEXT,
  surname    TEXT,
  email      TEXT,
  email_key  TEXT,
  upn        TEXT,
  upn_key    TEXT,
  tenant_id  TEXT,
  kind       TEXT NOT NULL,
  name_key   BLOB NOT NULL,
  folded     TEXT NOT NULL,
  PRIMARY KEY (staging, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
  id               INTEGER PRIMARY KEY,
  user             INTEGER NOT NULL UNIQUE REFERENCES user (id),
  conversation_id  TEXT NOT NULL,
  origin           TEXT NOT NULL CHECK (origin IN ('CREATED', 'EVENT', 'IMPORT')),
  created_at       INTEGER NOT NULL,
  last_accepted_at INTEGER,
  last_call_at     INTEGER,
  last_status      INTEGER,
  last_code        TEXT
) STRICT;

CREATE TABLE announcement (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  title      TEXT NOT NULL,
  text       TEXT NOT NULL,
  format     TEXT NOT NULL CHECK (format IN ('PLAIN', 'MARKDOWN')),
  folded     TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- ref is the id as it was chosen; item is the row it named then (team or user), or null where nobody knew it.
CREATE TABLE audience (
  announcement INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
  role         TEXT NOT NULL CHECK (role IN ('TEAM', 'USER', 'EXCLUDED')),
  ref          TEXT NOT NULL,
  item         INTEGER,
  PRIMARY KEY (announcement, role, ref)
) STRICT, WITHOUT ROWID;

CREATE INDEX audience_item ON audience (announcement, role, item) WHERE item IS NOT NULL;

CREATE TABLE job (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  announcement INTEGER NOT NULL REFERENCES announcement (id),
  kind         TEXT NOT NULL CHECK (kind IN ('SEND', 'RESEND', 'EDIT', 'RECALL')),
  parent       INTEGER REFERENCES job (id),
  state        TEXT NOT NULL
               CHECK (state IN ('DRAFT', 'SCHEDULED', 'PLANNING', 'RUNNING', 'PAUSED', 'STOPPING', 'DONE', 'STOPPED')),
  pause_reason TEXT,
  pause_detail TEXT,
  rate         REAL CHECK (rate > 0),
  created_at   INTEGER NOT NULL,
  started_at   INTEGER,
  ended_at     INTEGER,
  plan_cursor  INTEGER NOT NULL DEFAULT 0,
  CHECK ((state = 'PAUSED') = (pause_reason IS NOT NULL))
) STRICT;

CREATE INDEX job_announcement ON job (announcement);

CREATE TABLE job_total (
  job       INTEGER PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
  selected  INTEGER NOT NULL DEFAULT 0,
  waiting   INTEGER NOT NULL DEFAULT 0,
  opening   INTEGER NOT NULL DEFAULT 0,
  sending   INTEGER NOT NULL DEFAULT 0,
  sent      INTEGER NOT NULL DEFAULT 0,
  refused   INTEGER NOT NULL DEFAULT 0,
  in_doubt  INTEGER NOT NULL DEFAULT 0,
  excluded  INTEGER NOT NULL DEFAULT 0,
  cancelled INTEGER NOT NULL DEFAULT 0
) STRICT;

-- object_id is null in excluded rows: it keeps two rows of one job from being the same person.
CREATE TABLE delivery (
  id              INTEGER PRIMARY KEY,
  job             INTEGER NOT NULL REFERENCES job (id),
  user            INTEGER NOT NULL REFERENCES user (id),
  object_id       TEXT,
  name            TEXT,
  email           TEXT,
  name_key        BLOB NOT NULL,
  folded          TEXT NOT NULL,
  state           TEXT NOT NULL
                  CHECK (state IN ('WAITING', 'OPENING', 'SENDING', 'SENT', 'REFUSED', 'IN_DOUBT', 'EXCLUDED', 'CANCELLED')),
  code            TEXT,
  cause           TEXT,
  conversation_id TEXT,
  activity_id     TEXT,
  attempts        INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  not_before      INTEGER NOT NULL DEFAULT 0,
  healed          INTEGER NOT NULL DEFAULT 0 CHECK (healed IN (0, 1)),
  opened          INTEGER NOT NULL DEFAULT 0 CHECK (opened IN (0, 1)),
  updated_at      INTEGER NOT NULL,
  CHECK (state <> 'SENDING' OR (conversation_id IS NOT NULL AND attempts > 0)),
  CHECK (state <> 'OPENING' OR attempts > 0),
  CHECK (activity_id IS NULL OR state = 'SENT'),
  CHECK (state <> 'EXCLUDED' OR (cause IS NOT NULL AND object_id IS NULL))
) STRICT;

CREATE UNIQUE INDEX delivery_user ON delivery (job, user);
CREATE UNIQUE INDEX delivery_person ON delivery (job, object_id) WHERE object_id IS NOT NULL;
CREATE INDEX delivery_due ON delivery (job, not_before, id) WHERE state = 'WAITING';
-- Written with OR: only so does SQLite see that a search for one of the two can use it.
CREATE INDEX delivery_flight ON delivery (state) WHERE state = 'OPENING' OR state = 'SENDING';
CREATE INDEX delivery_of_user ON delivery (user, id);

-- One row per POST, written before it starts and completed with its outcome.
CREATE TABLE attempt (
  delivery   INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
  n          INTEGER NOT NULL CHECK (n > 0),
  call       TEXT NOT NULL CHECK (call IN ('CREATE', 'SEND', 'UPDATE', 'DELETE')),
  started_at INTEGER NOT NULL,
  ended_at   INTEGER,
  status     INTEGER,
  code       TEXT,
  ms_cv      TEXT,
  latency_ms INTEGER,
  note       TEXT,
  PRIMARY KEY (delivery, n)
) STRICT, WITHOUT ROWID;

-- What the admin decided about a delivery in doubt.
CREATE TABLE decision (
  id         INTEGER PRIMARY KEY,
  delivery   INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
  attempts   INTEGER NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('ARRIVED', 'SEND_AGAIN')),
  decided_at INTEGER NOT NULL
) STRICT;

CREATE INDEX decision_delivery ON decision (delivery);

CREATE TRIGGER delivery_counted AFTER INSERT ON delivery
BEGIN
  UPDATE job_total SET
    waiting   = waiting   + (NEW.state = 'WAITING'),
    opening   = opening   + (NEW.state = 'OPENING'),
    sending   = sending   + (NEW.state = 'SENDING'),
    sent      = sent      + (NEW.state = 'SENT'),
    refused   = refused   + (NEW.state = 'REFUSED'),
    in_doubt  = in_doubt  + (NEW.state = 'IN_DOUBT'),
    excluded  = excluded  + (NEW.state = 'EXCLUDED'),
    cancelled = cancelled + (NEW.state = 'CANCELLED')
  WHERE job = NEW.job;
END;

CREATE TRIGGER delivery_moved AFTER UPDATE OF state ON delivery WHEN NEW.state <> OLD.state
BEGIN
  UPDATE job_total SET
    waiting   = waiting   + (NEW.state = 'WAITING')   - (OLD.state = 'WAITING'),
    opening   = opening   + (NEW.state = 'OPENING')   - (OLD.state = 'OPENING'),
    sending   = sending   + (NEW.state = 'SENDING')   - (OLD.state = 'SENDING'),
    sent      = sent      + (NEW.state = 'SENT')      - (OLD.state = 'SENT'),
    refused   = refused   + (NEW.state = 'REFUSED')   - (OLD.state = 'REFUSED'),
    in_doubt  = in_doubt  + (NEW.state = 'IN_DOUBT')  - (OLD.state = 'IN_DOUBT'),
    excluded  = excluded  + (NEW.state = 'EXCLUDED')  - (OLD.state = 'EXCLUDED'),
    cancelled = cancelled + (NEW.state = 'CANCELLED') - (OLD.state = 'CANCELLED')
  WHERE job = NEW.job;
END;

CREATE TRIGGER delivery_dropped AFTER DELETE ON delivery
BEGIN
  UPDATE job_total SET
    waiting   = waiting   - (OLD.state = 'WAITING'),
    opening   = opening   - (OLD.state = 'OPENING'),
    sending   = sending   - (OLD.state = 'SENDING'),
    sent      = sent      - (OLD.state = 'SENT'),
    refused   = refused   - (OLD.state = 'REFUSED'),
    in_doubt  = in_doubt  - (OLD.state = 'IN_DOUBT'),
    excluded  = excluded  - (OLD.state = 'EXCLUDED'),
    cancelled = cancelled - (OLD.state = 'CANCELLED')
  WHERE job = OLD.job;
END;
