-- When the first seconds of every rendition were first seen stored, while the rest still comes.
ALTER TABLE fill ADD COLUMN first_seconds_at BIGINT;
