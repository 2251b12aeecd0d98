-- Images; each row is written by its ImageGrain alone and is all of its state. Bytes are in the blob store, under keys made of
-- the image's id. Avatars.
-- Safe during a rolling deploy: yes, what is new the previous build need not know. The index on messages is built while nobody
-- can write messages: seconds per million rows.

CREATE TABLE images (
    image_id       text COLLATE "C" PRIMARY KEY,
    owner_id       text COLLATE "C" NOT NULL,
    state          smallint NOT NULL,           -- ImageState
    version        integer NOT NULL,            -- fence: each write counts it up and names the one before
    content_type   text NOT NULL,
    size           bigint NOT NULL,             -- bytes; as declared until the image is ready
    width          integer NOT NULL DEFAULT 0,  -- pixels as shown
    height         integer NOT NULL DEFAULT 0,
    thumbnail_type text,                        -- null when there is no thumbnail
    thumbnail_size integer NOT NULL DEFAULT 0,  -- bytes, as declared
    file_name      text,                        -- a label
    created_at     timestamptz NOT NULL,
    check_at       timestamptz NOT NULL         -- when to look whether anything shows it
);
-- The sweeper: which are due.
CREATE INDEX images_check_at ON images (check_at);
-- Export and erasure: which are a user's.
CREATE INDEX images_owner ON images (owner_id, image_id);

-- Who may see an image, and whether any message still shows it.
CREATE INDEX messages_image ON messages (image_id) WHERE image_id IS NOT NULL;

-- Written by UserGrain: the blob that is shown.
ALTER TABLE users ADD COLUMN avatar_key text COLLATE "C";
