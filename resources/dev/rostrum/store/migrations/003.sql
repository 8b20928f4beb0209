-- Version 3: people known from an import alone. No roster and no authentic event has named them yet; the first that does
-- takes them out, and a person who later leaves every roster stays out.

CREATE TABLE unverified (
  user        INTEGER PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE,
  imported_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER unverified_in_roster AFTER INSERT ON membership
BEGIN
  DELETE FROM unverified WHERE user = NEW.user;
END;

CREATE TRIGGER unverified_met AFTER INSERT ON conversation WHEN NEW.origin = 'EVENT'
BEGIN
  DELETE FROM unverified WHERE user = NEW.user;
END;

CREATE TRIGGER unverified_met_again AFTER UPDATE OF origin ON conversation WHEN NEW.origin = 'EVENT'
BEGIN
  DELETE FROM unverified WHERE user = NEW.user;
END;

-- Whose conversation an id is.
CREATE INDEX conversation_by_id ON conversation (conversation_id);
