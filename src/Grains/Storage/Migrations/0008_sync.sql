-- Which transaction changed a row last: Sync answers what was changed by transactions that its last answer did not see.
-- A transaction id tells that without a clock and without a gap; a row that commits late has an id that was not yet passed.
-- Safe during a rolling deploy: yes; what the previous build writes gets the id by default and trigger.

CREATE FUNCTION note_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_xid := '0';
    RETURN NEW;
END
$$;

CREATE FUNCTION note_presence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.presence_xid := pg_current_xact_id();
    RETURN NEW;
END
$$;

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
ALTER TABLE contacts           ADD COLUMN changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
-- When it changed whether the user may see the other's presence.
ALTER TABLE contacts           ADD COLUMN presence_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE user_presence      ADD COLUMN changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE pins               ADD COLUMN changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
-- No trigger: the journal says it, row by row a trigger would cost every message.
ALTER TABLE cursors            ADD COLUMN changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE TRIGGER note_change BEFORE UPDATE ON users              FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER note_change BEFORE UPDATE ON user_conversations FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER note_change BEFORE UPDATE ON groups             FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER note_change BEFORE UPDATE ON group_members      FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER note_change BEFORE UPDATE ON pins               FOR EACH ROW EXECUTE FUNCTION note_change();
CREATE TRIGGER note_nothing BEFORE INSERT ON contacts FOR EACH ROW WHEN (NEW.status = 0) EXECUTE FUNCTION note_nothing();
-- Whom the other one has blocked must not notice: only what the list shows counts.
CREATE TRIGGER note_change BEFORE UPDATE ON contacts FOR EACH ROW
    WHEN (OLD.status <> NEW.status OR OLD.created_at <> NEW.created_at) EXECUTE FUNCTION note_change();
CREATE TRIGGER note_presence BEFORE UPDATE ON contacts FOR EACH ROW
    WHEN (OLD.status <> NEW.status OR OLD.blocked_by_other <> NEW.blocked_by_other) EXECUTE FUNCTION note_presence();
CREATE TRIGGER note_change BEFORE UPDATE ON user_presence      FOR EACH ROW EXECUTE FUNCTION note_change();

CREATE OR REPLACE VIEW live_members AS
SELECT member.group_id, member.user_id, member.role, member.joined_at, member.joined_seq, member.changed_xid
FROM group_members AS member
JOIN groups ON groups.group_id = member.group_id AND groups.deleted_at IS NULL;
