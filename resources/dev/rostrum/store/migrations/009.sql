-- Version 9: whose opt-out was taken back, and when last. What somebody of the same address asked for before that is not carried
-- over to them again.
CREATE TABLE opt_out_cleared (
  person INTEGER PRIMARY KEY REFERENCES person (id),
  at     INTEGER NOT NULL
) STRICT;
