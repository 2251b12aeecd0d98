-- What messages gained: mentions, images, reactions, pins.
-- Safe during a rolling deploy: yes, columns have defaults that the previous build need not know.

ALTER TABLE messages
    ADD COLUMN mentions text,                              -- ids of users, joined by commas
    ADD COLUMN image_id text COLLATE "C",
    ADD COLUMN reacted  boolean NOT NULL DEFAULT false;    -- has ever had a reaction: others cost no look-up

-- Written by the conversation's grain with the change of the message; version tells who reacted first.
CREATE TABLE reactions (
    conversation_id text COLLATE "C" NOT NULL,
    seq             bigint NOT NULL,
    reaction        text COLLATE "C" NOT NULL,
    user_id         text COLLATE "C" NOT NULL,
    version         bigint NOT NULL,
    PRIMARY KEY (conversation_id, seq, reaction, user_id)
);

-- Written by the conversation's grain; at most 50, in the order in which they were pinned.
CREATE TABLE pins (
    conversation_id text COLLATE "C" PRIMARY KEY,
    seqs            bigint[] NOT NULL
);
