-- edges: which ones its configuration has, one a line; empty where it does not say
ALTER TABLE process ADD COLUMN edges VARCHAR(1048576) NOT NULL DEFAULT '';
