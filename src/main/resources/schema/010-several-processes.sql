-- What processes that share a store must have in common.
-- content: hex
CREATE TABLE secret (
    name    VARCHAR(32) NOT NULL PRIMARY KEY,
    content VARCHAR(128) NOT NULL
) WITHOUT ROWID;

-- What is under way in an edge, wherever.
CREATE INDEX fill_running ON fill (edge) WHERE state = 1;

-- beat_at: when it last said that it lives, in the store's time
CREATE TABLE process (
    process_id VARCHAR(32) NOT NULL PRIMARY KEY,
    beat_at    BIGINT NOT NULL,
    regions    VARCHAR(4096) NOT NULL
) WITHOUT ROWID;
