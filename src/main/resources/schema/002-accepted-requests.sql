-- Signed requests that were accepted, so that one sent again is not charged again.
-- until_at: when its signature counts no more; first in the key, so that rows are appended and purged in that order
CREATE TABLE accepted_request (
    until_at     BIGINT NOT NULL,
    request_hash VARCHAR(64) NOT NULL,
    task_id      VARCHAR(32) NOT NULL,
    PRIMARY KEY (until_at, request_hash)
) WITHOUT ROWID;
