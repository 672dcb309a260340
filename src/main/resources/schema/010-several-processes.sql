-- What processes that share a store must have in common.
-- content: hex
CREATE TABLE secret (
    name    VARCHAR(32) NOT NULL PRIMARY KEY,
    content VARCHAR(128) NOT NULL
) WITHOUT ROWID;
