-- How far the title can be played, in seconds, and what of it is not filled.
-- objects_skipped: what cannot be filled; objects_left_out: what the domain's configuration does not want
ALTER TABLE fill ADD COLUMN seconds_done INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fill ADD COLUMN seconds_known INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fill ADD COLUMN objects_skipped INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fill ADD COLUMN objects_left_out INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fill ADD COLUMN omitted VARCHAR(1024);
