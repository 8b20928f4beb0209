-- Version 5: less is written for each delivery.

-- An attempt's row is written once, with its answer. While a call is under way the delivery tells of it: state says which
-- call, attempts its number, updated_at when it began. Start-up writes the rows of calls that a program's end cut off.
DELETE FROM attempt WHERE ended_at IS NULL AND EXISTS (
  SELECT 1 FROM delivery d WHERE d.id = attempt.delivery AND d.attempts = attempt.n
    AND (d.state = 'OPENING' OR d.state = 'SENDING'));

-- open: 1 while something still happens to the row by itself. One index of open rows, which a row leaves once, takes the
-- place of two by state, which it entered and left at each step.
ALTER TABLE delivery ADD COLUMN open INTEGER NOT NULL DEFAULT 0;

UPDATE delivery SET open = 1 WHERE state = 'WAITING';
UPDATE delivery SET open = 1 WHERE state = 'OPENING' OR state = 'SENDING';

PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(sql,
  'open INTEGER NOT NULL DEFAULT 0',
  'open INTEGER NOT NULL DEFAULT 0 CHECK (open = (state = ''SENDING'' OR state = ''OPENING'' OR state = ''WAITING''))')
WHERE type = 'table' AND name = 'delivery';

PRAGMA writable_schema = RESET;

DROP INDEX delivery_due;
DROP INDEX delivery_flight;
CREATE INDEX delivery_open ON delivery (job, not_before, id) WHERE open = 1;

-- The program counts rows that change their state, once for each commit (class TotalsChanges), and keeps the list of those who
-- blocked the bot (class Outcomes). Rows that are added or dropped are still counted here.
DROP TRIGGER delivery_moved;
DROP TRIGGER delivery_shut;
DROP TRIGGER delivery_open;

-- Nothing writes an EVENT; what will, takes the person out of unverified.
DROP TRIGGER unverified_met;
DROP TRIGGER unverified_met_again;
