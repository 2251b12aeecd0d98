-- Images; each row is written by its ImageGrain alone. Bytes are in the blob store, under the image's id.
-- Safe during a rolling deploy: yes, everything is new.

CREATE TABLE images (
    image_id      text COLLATE "C" PRIMARY KEY,
    owner_id      text COLLATE "C" NOT NULL,
    content_type  text NOT NULL,
    size          bigint NOT NULL,             -- bytes
    width         integer NOT NULL,            -- pixels
    height        integer NOT NULL,
    has_thumbnail boolean NOT NULL,
    created_at    timestamptz NOT NULL
);
