-- Whether an asset is preheated by itself when it is published, and what came of it the last time.
ALTER TABLE asset ADD COLUMN auto_preheat SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE asset ADD COLUMN auto_task VARCHAR(32);
ALTER TABLE asset ADD COLUMN auto_refused VARCHAR(32);

CREATE INDEX asset_created ON asset (project_id, created_at, asset_id);

-- Streaming URLs that an asset lost, by their match_hash, until the fills of those that nobody publishes have been stopped.
-- due_at: when the unfinished fills are looked through next; looks: how often they were
CREATE TABLE withdrawal (
    project_id VARCHAR(64) NOT NULL,
    match_hash VARCHAR(64) NOT NULL,
    account    VARCHAR(64) NOT NULL,
    reason     VARCHAR(256) NOT NULL,
    due_at     BIGINT NOT NULL,
    looks      INTEGER NOT NULL,
    PRIMARY KEY (project_id, match_hash)
) WITHOUT ROWID;
