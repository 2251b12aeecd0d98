-- Which transaction changed a row last: Sync answers what was changed by transactions that its last answer did not see.
-- A transaction id tells that without a clock and without a gap; a row that commits late has an id that was not yet passed.
-- Safe during a rolling deploy: yes; what the previous build writes gets the id by default and trigger.

CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_xid := pg_current_xact_id();
    RETURN NEW;
END
$$;

ALTER TABLE users              ADD COLUMN changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE user_conversations ADD COLUMN changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE groups             ADD COLUMN changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE group_members      ADD COLUMN changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE pins               ADD COLUMN changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
-- No trigger: the journal says it, row by row a trigger would cost every message.
ALTER TABLE cursors            ADD COLUMN changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE message_changes    ADD COLUMN changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE TRIGGER note_change BEFORE UPDATE ON users              FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER note_change BEFORE UPDATE ON user_conversations FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER note_change BEFORE UPDATE ON groups             FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER note_change BEFORE UPDATE ON group_members      FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER note_change BEFORE UPDATE ON pins               FOR EACH ROW EXECUTE FUNCTION note_change();

CREATE OR REPLACE VIEW live_members AS
SELECT member.group_id, member.user_id, member.role, member.joined_at, member.joined_seq, member.changed_xid
FROM group_members AS member
JOIN groups ON groups.group_id = member.group_id AND groups.deleted_at IS NULL;
