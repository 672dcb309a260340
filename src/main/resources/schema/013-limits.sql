-- How many streaming URLs a project's assets have, so that an account's can be limited without counting them each time.
-- account: whose the project was when its catalogue was last added to; empty before
CREATE TABLE catalogue_size (
    project_id VARCHAR(64) NOT NULL PRIMARY KEY,
    account    VARCHAR(64) NOT NULL DEFAULT '',
    urls       BIGINT NOT NULL
) WITHOUT ROWID;

INSERT INTO catalogue_size (project_id, urls) SELECT project_id, COUNT(*) FROM asset_url GROUP BY project_id;

-- account: whose answer is kept; null of creates, which the quota limits. size: bytes of the answer
ALTER TABLE idempotency_key ADD COLUMN account VARCHAR(64);
ALTER TABLE idempotency_key ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
CREATE INDEX idempotency_key_account ON idempotency_key (account, until_at, size) WHERE account IS NOT NULL;

CREATE INDEX webhook_delivery_task ON webhook_delivery (task_id, webhook);
