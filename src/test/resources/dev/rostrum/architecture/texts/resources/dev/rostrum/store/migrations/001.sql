UPDATE delivery SET reason = 'roster.stored.good';
UPDATE delivery SET reason = 'roster.stored.bad', name = 'u.name';
