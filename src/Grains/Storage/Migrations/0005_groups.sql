-- Deleted groups and invites.
-- Safe during a rolling deploy: yes, but the previous build still shows a deleted group until its rows are gone.

-- Written by GroupGrain. Set once: from then on the group is as if it were not there; a sweeper removes its rows, this one last.
ALTER TABLE groups ADD COLUMN deleted_at timestamptz;
-- The sweeper looks for groups to clear away.
CREATE INDEX groups_deleted ON groups (group_id) WHERE deleted_at IS NOT NULL;

-- Who is in a group that is there: what a user may see is asked of this view, not of the table.
CREATE VIEW live_members AS
SELECT member.group_id, member.user_id, member.role, member.joined_at, member.joined_seq
FROM group_members AS member
JOIN groups ON groups.group_id = member.group_id AND groups.deleted_at IS NULL;

-- Written by GroupGrain; uses together with the membership that it led to. A few hundred a group at most: read by the key.
CREATE TABLE invites (
    group_id   text COLLATE "C" NOT NULL,
    code       text COLLATE "C" NOT NULL,
    max_uses   integer,
    uses       integer NOT NULL,
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (group_id, code)
) WITH (fillfactor = 90);
