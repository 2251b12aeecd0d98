-- Accounts that are being erased, and how to find everything of a user.
-- Safe during a rolling deploy: yes, everything is new.

-- An erasure that has begun and not ended; only the keyed hash of the name is kept.
CREATE TABLE erasures (
    user_id     text COLLATE "C" PRIMARY KEY,
    account_key text NOT NULL,
    started_at  timestamptz NOT NULL
);

-- Export: the conversations that somebody has ever written or read in.
CREATE INDEX cursors_user ON cursors (user_id);
-- Export: somebody's reactions.
CREATE INDEX reactions_user ON reactions (user_id, conversation_id, seq);
