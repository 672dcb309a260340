-- The asset that was asked for by its id; null where it was URLs alone, and of tasks from before.
ALTER TABLE task ADD COLUMN asset_id VARCHAR(64);
-- Names of the edges in which a fill of the task had failed when it happened, with commas between.
ALTER TABLE webhook_delivery ADD COLUMN failed_edges TEXT NOT NULL DEFAULT '';
