-- Contacts, blocks, presence; people search by similarity.
-- Safe during a rolling deploy: yes, everything is new.

-- Trusted: whoever owns the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Each row is one user's half of a relation, written by that user's UserGrain. status is ContactStatus; a relation that has
-- ended stays as "removed", so that Sync can tell of it. The half that is written first carries what the other half must
-- become (the intent) until that is written, too; whoever finds an intent finishes it.
-- The hashes are short names of both ids: counting forty thousand friends of friends by them takes half the time.
CREATE TABLE contacts (
    user_id          text COLLATE "C" NOT NULL,
    other_id         text COLLATE "C" NOT NULL,
    status           smallint NOT NULL,
    blocked_by_other boolean NOT NULL,
    created_at       timestamptz NOT NULL,    -- of the present status
    intent_status    smallint,
    intent_blocked   boolean,
    intent_at        timestamptz,
    step             bigint NOT NULL DEFAULT 0,    -- counts what the two did; a late write of an earlier step is refused
    user_hash        bigint NOT NULL GENERATED ALWAYS AS (hashtextextended(user_id, 0)) STORED,
    other_hash       bigint NOT NULL GENERATED ALWAYS AS (hashtextextended(other_id, 0)) STORED,
    PRIMARY KEY (user_id, other_id)
);
-- A user's list, newest first.
CREATE INDEX contacts_list ON contacts (user_id, created_at, other_id) WHERE status <> 0;
-- Suggestions: who the contacts of contacts are, without a look at the table; and whose hash it is. 3 is "accepted".
CREATE INDEX contacts_graph ON contacts (user_hash, other_hash) WHERE status = 3;
CREATE INDEX users_hash ON users (hashtextextended(user_id, 0));
-- Steps that a crash left half done.
CREATE INDEX contacts_intents ON contacts (intent_at) WHERE intent_at IS NOT NULL;

-- Written in batches by the PresenceGrain of the user's shard.
CREATE TABLE user_presence (
    user_id      text COLLATE "C" PRIMARY KEY,
    last_seen_at timestamptz NOT NULL
) WITH (fillfactor = 70);

-- People search, after the prefixes: words of both names that look like the text.
CREATE INDEX users_names_similar ON users USING gin (lower(username || ' ' || display_name) gin_trgm_ops);
