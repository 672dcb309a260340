-- Whose a fill is, so that accounts take turns; and what the probe saw of the URL itself.
-- proof_age: seconds, by the edge's own Age
ALTER TABLE fill ADD COLUMN account VARCHAR(64) NOT NULL DEFAULT 'unknown';
ALTER TABLE fill ADD COLUMN proof_etag VARCHAR(1024);
ALTER TABLE fill ADD COLUMN proof_length BIGINT;
ALTER TABLE fill ADD COLUMN proof_age BIGINT;

DROP INDEX fill_due;
CREATE INDEX fill_due ON fill (edge, account, due_at) WHERE state < 2;
