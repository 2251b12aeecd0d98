-- Full-text search: an index of messages in a table of its own, filled behind the commit by one silo at a time.
-- Safe during a rolling deploy: yes. The previous build names the columns that it inserts, so its changes get a transaction
-- id, too; the lock on message_changes lasts as long as the index on it takes to build.

-- Trusted: whoever owns the database may create it. Lets a GIN index hold plain columns.
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- Which transaction made a change. The filler finds with it what has been committed since it last looked; rows of before have 0.
ALTER TABLE message_changes ADD COLUMN xid xid8 NOT NULL DEFAULT '0';
ALTER TABLE message_changes ALTER COLUMN xid SET DEFAULT pg_current_xact_id();
-- The filler: changes of transactions that it has not seen.
CREATE INDEX message_changes_xid ON message_changes (xid);

-- Written by the filler alone: texts and captions of messages that are not deleted and not of the system.
CREATE TABLE message_search (
    conversation_id text COLLATE "C" NOT NULL,
    seq             bigint NOT NULL,
    sender_id       text COLLATE "C" NOT NULL,
    created_at      timestamptz NOT NULL,
    tokens          tsvector NOT NULL,
    PRIMARY KEY (conversation_id, created_at, seq) -- search among a user's newest messages
);
-- Search for what is not frequent among them. No list of pending entries: it would be read by each search; the filler inserts many rows at a time anyway.
CREATE INDEX message_search_tokens ON message_search USING gin (conversation_id, tokens) WITH (fastupdate = off);

-- One row: how far the filler has come.
CREATE TABLE search_filler (
    only_row            boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    seen                pg_snapshot NOT NULL,   -- changes of transactions that this snapshot sees are in the index
    -- Messages older than this table are filled in the order of their key; null when all are.
    old_conversation_id text COLLATE "C",
    old_seq             bigint
);
-- Behind the ALTER TABLE no transaction is left that can write a change without an id.
INSERT INTO search_filler (seen, old_conversation_id, old_seq) VALUES (pg_current_snapshot(), '', 0);

-- Who does what only one silo of the cluster should do at a time.
CREATE TABLE leases (
    name  text PRIMARY KEY,
    owner uuid NOT NULL,
    until timestamptz NOT NULL
);
