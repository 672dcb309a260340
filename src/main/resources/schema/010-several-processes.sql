-- What processes that share a store must have in common.
-- content: hex
CREATE TABLE secret (
    name    VARCHAR(32) NOT NULL PRIMARY KEY,
    content VARCHAR(128) NOT NULL
) WITHOUT ROWID;

-- In the order in which fills are claimed, to the last column: else PostgreSQL sorts all that wait, each time.
DROP INDEX fill_due;
CREATE INDEX fill_due ON fill (edge, account, due_at, task_id, position) WHERE state < 2;

-- What is under way in an edge, wherever.
CREATE INDEX fill_running ON fill (edge) WHERE state = 1;

-- beat_at: when it last said that it lives, in the store's time
CREATE TABLE process (
    process_id VARCHAR(32) NOT NULL PRIMARY KEY,
    beat_at    BIGINT NOT NULL,
    regions    VARCHAR(4096) NOT NULL
) WITHOUT ROWID;
