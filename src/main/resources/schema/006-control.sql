-- What lists tasks: by project, newest first, and those with fills that have not ended or have failed.
CREATE INDEX task_listed ON task (project_id, task_id);
CREATE INDEX fill_open ON fill (project_id, task_id) WHERE state < 2;
CREATE INDEX fill_failed ON fill (project_id, task_id) WHERE state = 3;

-- Requests with an Idempotency-Key that were carried out, so that one sent again is not carried out again.
-- key_hash: of project and key; request_hash: of all that makes it the same request
-- answer: what the operation needs to answer again; status: the answer's
CREATE TABLE idempotency_key (
    key_hash     VARCHAR(64) NOT NULL PRIMARY KEY,
    request_hash VARCHAR(64) NOT NULL,
    until_at     BIGINT NOT NULL,
    status       SMALLINT NOT NULL,
    answer       TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX idempotency_key_until ON idempotency_key (until_at);
