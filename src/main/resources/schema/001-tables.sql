-- Times are milliseconds since 1970 in UTC. WITHOUT ROWID is SQLite's: the primary key is the table.

-- auto_preheat: 1 if publishing the asset preheats it; auto_task, auto_refused: what came of that the last time
CREATE TABLE asset (
    project_id   VARCHAR(64) NOT NULL,
    asset_id     VARCHAR(64) NOT NULL,
    title        VARCHAR(128) NOT NULL,
    published    SMALLINT NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    auto_preheat SMALLINT NOT NULL DEFAULT 0,
    auto_task    VARCHAR(32),
    auto_refused VARCHAR(32),
    PRIMARY KEY (project_id, asset_id)
) WITHOUT ROWID;

CREATE INDEX asset_created ON asset (project_id, created_at, asset_id);

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

-- The number of streaming URLs of a project's assets, so that an account's can be limited without counting them each time.
-- account: the project's owner when its catalogue was last added to; empty before
CREATE TABLE catalogue_size (
    project_id VARCHAR(64) NOT NULL PRIMARY KEY,
    account    VARCHAR(64) NOT NULL DEFAULT '',
    urls       BIGINT NOT NULL
) WITHOUT ROWID;

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

-- day: days since 1970 in the quota's zone
CREATE TABLE quota_usage (
    account VARCHAR(64) NOT NULL,
    day     INTEGER NOT NULL,
    used    INTEGER NOT NULL,
    PRIMARY KEY (account, day)
) WITHOUT ROWID;

-- asset_id: the asset that was asked for by its id; null where only URLs were
CREATE TABLE task (
    task_id    VARCHAR(32) NOT NULL PRIMARY KEY,
    project_id VARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    asset_id   VARCHAR(64)
) WITHOUT ROWID;

CREATE INDEX task_listed ON task (project_id, task_id);

-- state: 0 waiting, 1 running, 2 succeeded, 3 failed
-- due_at: the one clock of a fill: waiting, when the next attempt may begin; running, when the lease ends
-- epoch: the number of claims; every write of a claim carries it
-- account: the payer, so that accounts take turns
-- first_seconds_at: when the first seconds of every rendition were first seen stored, while the rest still comes
-- objects_skipped: what cannot be filled; objects_left_out: what the domain's configuration does not want
-- live: 1 if the title still grows: the fill covers what its manifests listed when they were read
-- proof_age: seconds, by the edge's own Age
CREATE TABLE fill (
    task_id          VARCHAR(32) NOT NULL,
    position         INTEGER NOT NULL,
    project_id       VARCHAR(64) NOT NULL,
    account          VARCHAR(64) NOT NULL,
    url              VARCHAR(4096) NOT NULL,
    edge             VARCHAR(64) NOT NULL,
    state            SMALLINT NOT NULL,
    due_at           BIGINT NOT NULL,
    epoch            INTEGER NOT NULL DEFAULT 0,
    attempt          INTEGER NOT NULL DEFAULT 0,
    objects_done     INTEGER NOT NULL DEFAULT 0,
    objects_known    INTEGER NOT NULL DEFAULT 0,
    bytes_done       BIGINT NOT NULL DEFAULT 0,
    bytes_received   BIGINT NOT NULL DEFAULT 0,
    seconds_done     INTEGER NOT NULL DEFAULT 0,
    seconds_known    INTEGER NOT NULL DEFAULT 0,
    first_seconds_at BIGINT,
    objects_skipped  INTEGER NOT NULL DEFAULT 0,
    objects_left_out INTEGER NOT NULL DEFAULT 0,
    omitted          VARCHAR(1024),
    live             SMALLINT NOT NULL DEFAULT 0,
    failure          VARCHAR(32),
    reason           VARCHAR(1024),
    proof            VARCHAR(16),
    proved_at        BIGINT,
    fresh_until      BIGINT,
    proof_etag       VARCHAR(1024),
    proof_length     BIGINT,
    proof_age        BIGINT,
    PRIMARY KEY (task_id, position)
) WITHOUT ROWID;

-- In the order in which fills are claimed, to the last column: else PostgreSQL sorts all that wait, each time.
CREATE INDEX fill_due ON fill (edge, account, due_at, task_id, position) WHERE state < 2;
CREATE INDEX fill_running ON fill (edge) WHERE state = 1;
-- For lists of tasks.
CREATE INDEX fill_open ON fill (project_id, task_id) WHERE state < 2;
CREATE INDEX fill_failed ON fill (project_id, task_id) WHERE state = 3;

-- Signed requests that were accepted, so that one sent again is not charged again.
-- until_at: when its signature counts no more; first in the key, so that rows are appended and purged in that order
CREATE TABLE accepted_request (
    until_at     BIGINT NOT NULL,
    request_hash VARCHAR(64) NOT NULL,
    task_id      VARCHAR(32) NOT NULL,
    PRIMARY KEY (until_at, request_hash)
) WITHOUT ROWID;

-- Requests with an Idempotency-Key that were carried out, so that one sent again is not carried out again.
-- key_hash: of project and key; request_hash: of all that makes it the same request
-- answer: what the operation needs to answer again; status: the answer's; size: its bytes
-- account: the account whose answer is kept; null for creates, which the quota limits
CREATE TABLE idempotency_key (
    key_hash     VARCHAR(64) NOT NULL PRIMARY KEY,
    request_hash VARCHAR(64) NOT NULL,
    until_at     BIGINT NOT NULL,
    status       SMALLINT NOT NULL,
    answer       TEXT NOT NULL,
    account      VARCHAR(64),
    size         INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE INDEX idempotency_key_until ON idempotency_key (until_at);
CREATE INDEX idempotency_key_account ON idempotency_key (account, until_at, size) WHERE account IS NOT NULL;

-- Deliveries that webhooks still wait for. delivery_id sorts by time, as a task's id does.
-- webhook: its URL; secrets are in the configuration alone
-- due_at: when it may be sent; while it is sent, when it may be sent again
-- failed_edges: the edges in which a fill of the task had failed when it happened, with commas between
CREATE TABLE webhook_delivery (
    delivery_id  VARCHAR(32) NOT NULL PRIMARY KEY,
    webhook      VARCHAR(1024) NOT NULL,
    event        VARCHAR(32) NOT NULL,
    project_id   VARCHAR(64) NOT NULL,
    task_id      VARCHAR(32) NOT NULL,
    status       VARCHAR(16) NOT NULL,
    failed_edges TEXT NOT NULL DEFAULT '',
    created_at   BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    attempt      INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook, due_at);
CREATE INDEX webhook_delivery_task ON webhook_delivery (task_id, webhook);

-- Secrets that processes which share a store must have in common.
-- content: hex
CREATE TABLE secret (
    name    VARCHAR(32) NOT NULL PRIMARY KEY,
    content VARCHAR(128) NOT NULL
) WITHOUT ROWID;

-- beat_at: the last sign of life, in the store's time
-- edges: those of its configuration, one a line
CREATE TABLE process (
    process_id VARCHAR(32) NOT NULL PRIMARY KEY,
    beat_at    BIGINT NOT NULL,
    regions    VARCHAR(4096) NOT NULL,
    edges      VARCHAR(1048576) NOT NULL
) WITHOUT ROWID;
