-- Times are milliseconds since 1970 in UTC. WITHOUT ROWID is SQLite's: the primary key is the table.

CREATE TABLE asset (
    project_id VARCHAR(64) NOT NULL,
    asset_id   VARCHAR(64) NOT NULL,
    title      VARCHAR(128) NOT NULL,
    published  SMALLINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (project_id, asset_id)
) WITHOUT ROWID;

-- match_hash: SHA-256 of the URL without scheme and query; a whole URL is too long for an index
CREATE TABLE asset_url (
    project_id VARCHAR(64) NOT NULL,
    asset_id   VARCHAR(64) NOT NULL,
    position   INTEGER NOT NULL,
    url        VARCHAR(4096) NOT NULL,
    match_hash VARCHAR(64) NOT NULL,
    PRIMARY KEY (project_id, asset_id, position)
) WITHOUT ROWID;

CREATE INDEX asset_url_match ON asset_url (project_id, match_hash);

-- day: days since 1970 in the quota's zone
CREATE TABLE quota_usage (
    account VARCHAR(64) NOT NULL,
    day     INTEGER NOT NULL,
    used    INTEGER NOT NULL,
    PRIMARY KEY (account, day)
) WITHOUT ROWID;

CREATE TABLE task (
    task_id    VARCHAR(32) NOT NULL PRIMARY KEY,
    project_id VARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL
) WITHOUT ROWID;

-- state: 0 waiting, 1 running, 2 succeeded, 3 failed
-- due_at: the one clock of a fill: waiting, when the next attempt may begin; running, when the lease ends
-- epoch: how often it was claimed; every write of a claim carries it
CREATE TABLE fill (
    task_id        VARCHAR(32) NOT NULL,
    position       INTEGER NOT NULL,
    project_id     VARCHAR(64) NOT NULL,
    url            VARCHAR(4096) NOT NULL,
    edge           VARCHAR(64) NOT NULL,
    state          SMALLINT NOT NULL,
    due_at         BIGINT NOT NULL,
    epoch          INTEGER NOT NULL,
    attempt        INTEGER NOT NULL,
    objects_done   INTEGER NOT NULL,
    objects_known  INTEGER NOT NULL,
    bytes_done     BIGINT NOT NULL,
    bytes_received BIGINT NOT NULL,
    failure        VARCHAR(32),
    reason         VARCHAR(1024),
    proof          VARCHAR(16),
    proved_at      BIGINT,
    fresh_until    BIGINT,
    PRIMARY KEY (task_id, position)
) WITHOUT ROWID;

CREATE INDEX fill_due ON fill (edge, due_at) WHERE state < 2;
