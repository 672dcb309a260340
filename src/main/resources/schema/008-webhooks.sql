-- What webhooks are still to be told. delivery_id sorts by time, as a task's id does.
-- webhook: its URL; secrets are in the configuration alone
-- due_at: when it may be sent; while it is sent, when it may be sent again
CREATE TABLE webhook_delivery (
    delivery_id VARCHAR(32) NOT NULL PRIMARY KEY,
    webhook     VARCHAR(1024) NOT NULL,
    event       VARCHAR(32) NOT NULL,
    project_id  VARCHAR(64) NOT NULL,
    task_id     VARCHAR(32) NOT NULL,
    status      VARCHAR(16) NOT NULL,
    created_at  BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    attempt     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook, due_at);
