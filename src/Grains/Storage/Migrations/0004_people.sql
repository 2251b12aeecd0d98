-- Contacts, blocks, presence; people search by similarity.
-- Safe during a rolling deploy: yes, everything is new.

-- Trusted: whoever owns the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Each row is one user's half of a relation, written by that user's UserGrain. status is ContactStatus; a relation that has
-- ended stays as "removed", so that Sync can tell of it. The half that is written first carries what the other half must
-- become (the intent) until that is written, too; whoever finds an intent finishes it.
-- The primary key with the status serves suggestions: friends of friends without a look at the table.
CREATE TABLE contacts (
    user_id          text COLLATE "C" NOT NULL,
    other_id         text COLLATE "C" NOT NULL,
    status           smallint NOT NULL,
    blocked_by_other boolean NOT NULL,
    created_at       timestamptz NOT NULL,    -- of the present status
    intent_status    smallint,
    intent_blocked   boolean,
    intent_at        timestamptz,
    PRIMARY KEY (user_id, other_id) INCLUDE (status)
);
-- A user's list, newest first.
CREATE INDEX contacts_list ON contacts (user_id, created_at, other_id) WHERE status <> 0;
-- Steps that a crash left half done.
CREATE INDEX contacts_intents ON contacts (intent_at) WHERE intent_at IS NOT NULL;

-- Written in batches by the PresenceGrain of the user's shard.
CREATE TABLE user_presence (
    user_id      text COLLATE "C" PRIMARY KEY,
    last_seen_at timestamptz NOT NULL
) WITH (fillfactor = 70);

-- People search, after the prefixes: words of both names that look like the text.
CREATE INDEX users_names_similar ON users USING gin (lower(username || ' ' || display_name) gin_trgm_ops);
