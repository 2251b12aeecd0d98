-- Users, their lists of conversations, groups and the log of messages.
-- Ids are ASCII; COLLATE "C" compares them by bytes, which is faster and the order that cursors rely on.
-- Safe during a rolling deploy: yes, everything is new.

-- Facts about this database as a whole, such as which secret its names were hashed with.
CREATE TABLE facts (
    name  text PRIMARY KEY,
    value text NOT NULL
);

-- Written by UserGrain, in one transaction with its state.
CREATE TABLE users (
    user_id      text COLLATE "C" PRIMARY KEY,
    username     text NOT NULL,
    display_name text NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL
);
-- People search: by prefix of either name.
CREATE INDEX users_username ON users (lower(username) text_pattern_ops);
CREATE INDEX users_display_name ON users (lower(display_name) text_pattern_ops, user_id);

-- What a user's list shows; written by UserGrain. For groups, group_members is the truth about who is in:
-- a row here without one there is left over from a crash and shows nothing.
CREATE TABLE user_conversations (
    user_id         text COLLATE "C" NOT NULL,
    conversation_id text COLLATE "C" NOT NULL,
    muted           boolean NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
);
-- A group that is loaded looks for entries that a crash left behind.
CREATE INDEX user_conversations_group ON user_conversations (conversation_id) WHERE conversation_id LIKE 'g.%';

-- Written by GroupGrain.
CREATE TABLE groups (
    group_id     text COLLATE "C" PRIMARY KEY,
    name         text NOT NULL,
    member_count integer NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL
);

CREATE TABLE group_members (
    group_id   text COLLATE "C" NOT NULL,
    user_id    text COLLATE "C" NOT NULL,
    role       smallint NOT NULL,       -- GroupRole
    joined_at  timestamptz NOT NULL,
    joined_seq bigint NOT NULL,         -- the system message that tells of the joining; unread counts start behind it
    PRIMARY KEY (group_id, user_id)
);

-- The log. Keyed by conversation first, so it can be partitioned by conversation. (conversation_id, seq) is a fence:
-- a second writer of a conversation fails on it.
CREATE TABLE messages (
    conversation_id   text COLLATE "C" NOT NULL,
    seq               bigint NOT NULL,
    version           bigint NOT NULL,
    first_version     bigint NOT NULL,    -- the one that made it: an Ack repeats it after edits
    sender_id         text COLLATE "C" NOT NULL,
    client_message_id uuid,
    type              smallint NOT NULL,  -- MessageType
    content           text NOT NULL,
    reply_to          bigint,
    created_at        timestamptz NOT NULL,
    edited_at         timestamptz,
    deleted_at        timestamptz,
    PRIMARY KEY (conversation_id, seq)
) WITH (fillfactor = 95);
-- Permanent idempotency, and the look-up of an Ack that is no longer in memory.
CREATE UNIQUE INDEX messages_client_message_id ON messages (conversation_id, sender_id, client_message_id);

-- One row per change of a message: the fence of versions and the index of Sync.
CREATE TABLE message_changes (
    conversation_id text COLLATE "C" NOT NULL,
    version         bigint NOT NULL,
    seq             bigint NOT NULL,
    PRIMARY KEY (conversation_id, version)
);

-- Earlier texts of edited messages; version is the one that replaced the text.
CREATE TABLE message_edits (
    conversation_id text COLLATE "C" NOT NULL,
    seq             bigint NOT NULL,
    version         bigint NOT NULL,
    content         text NOT NULL,
    replaced_at     timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, seq, version)
);

-- How far each member has received and read; only moves forward.
CREATE TABLE cursors (
    conversation_id text COLLATE "C" NOT NULL,
    user_id         text COLLATE "C" NOT NULL,
    delivered_seq   bigint NOT NULL,
    read_seq        bigint NOT NULL,
    PRIMARY KEY (conversation_id, user_id)
) WITH (fillfactor = 70);
