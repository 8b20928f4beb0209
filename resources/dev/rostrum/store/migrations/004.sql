-- Version 4: the same rules at less cost. For each row that is written, SQLite fills a temporary table to look for a value
-- among more than two (CHECK ... IN): here the words are compared one by one instead, the commonest first. Writing to the
-- schema is the way that SQLite documents for changing a constraint without copying the table; no row has to change.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(sql,
  'CHECK (state IN (''WAITING'', ''OPENING'', ''SENDING'', ''SENT'', ''REFUSED'', ''IN_DOUBT'', ''EXCLUDED'', ''CANCELLED''))',
  'CHECK (state = ''SENT'' OR state = ''SENDING'' OR state = ''OPENING'' OR state = ''WAITING'' OR state = ''REFUSED'''
    || ' OR state = ''IN_DOUBT'' OR state = ''EXCLUDED'' OR state = ''CANCELLED'')')
WHERE type = 'table' AND name = 'delivery';

UPDATE sqlite_schema SET sql = replace(sql,
  'CHECK (call IN (''CREATE'', ''SEND'', ''UPDATE'', ''DELETE''))',
  'CHECK (call = ''SEND'' OR call = ''CREATE'' OR call = ''UPDATE'' OR call = ''DELETE'')')
WHERE type = 'table' AND name = 'attempt';

UPDATE sqlite_schema SET sql = replace(sql,
  'CHECK (origin IN (''CREATED'', ''EVENT'', ''IMPORT''))',
  'CHECK (origin = ''CREATED'' OR origin = ''EVENT'' OR origin = ''IMPORT'')')
WHERE type = 'table' AND name = 'conversation';

PRAGMA writable_schema = RESET;
