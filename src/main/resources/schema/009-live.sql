-- Whether the title is live (1): what its manifests listed when they were read is all that the fill covers.
ALTER TABLE fill ADD COLUMN live SMALLINT NOT NULL DEFAULT 0;
