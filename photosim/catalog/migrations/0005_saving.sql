-- How a picture was saved last. An empty software means that nobody asked yet: only JPEGs are worth
-- opening again for it.
ALTER TABLE contents ADD COLUMN jpeg_quality INTEGER;
ALTER TABLE contents ADD COLUMN software TEXT;
UPDATE contents SET software = '' WHERE format <> 'JPEG';
