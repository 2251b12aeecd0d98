import type { GroupsApi } from '../api/groups-api.js';
import type { Conversation, GroupRole, Invite, InvitePreview, Member, NewInvite } from '../api/types.js';
import type { MembersStore } from '../stores/members-store.js';

export interface GroupsDependencies {
  readonly api: GroupsApi;
  readonly members: MembersStore;
  readonly userId: () => string;
  /** Takes in a conversation that the server answered with. */
  readonly describe: (conversation: Conversation) => Conversation;
}

/** Groups and what their members may do. What changes of a group comes by pushes. */
export class Groups {
  readonly #deps: GroupsDependencies;

  constructor(deps: GroupsDependencies) {
    this.#deps = deps;
  }

  /** @param name 1–100 characters. */
  async create(name: string, memberIds: readonly string[]): Promise<Conversation> {
    return this.#deps.describe(await this.#deps.api.create(name, memberIds));
  }

  async rename(groupId: string, name: string): Promise<void> {
    this.#deps.describe(await this.#deps.api.rename(groupId, name));
  }

  /** With all its messages, for all its members. */
  delete(groupId: string): Promise<void> {
    return this.#deps.api.delete(groupId);
  }

  /** Reads the members; afterwards the client's `members` follow their changes. */
  loadMembers(conversationId: string): Promise<readonly Member[]> {
    return this.#deps.members.load(conversationId);
  }

  addMembers(groupId: string, userIds: readonly string[]): Promise<void> {
    return this.#deps.api.addMembers(groupId, userIds);
  }

  removeMember(groupId: string, userId: string): Promise<void> {
    return this.#deps.api.removeMember(groupId, userId);
  }

  /** @throws ApiError `conflict` for the owner of a group with others in it, who has to {@link handOver} first. */
  leave(groupId: string): Promise<void> {
    return this.#deps.api.removeMember(groupId, this.#deps.userId());
  }

  setRole(groupId: string, userId: string, role: Exclude<GroupRole, 'owner'>): Promise<void> {
    return this.#deps.api.setRole(groupId, userId, role);
  }

  /** Makes a member the owner, and the person an admin. */
  handOver(groupId: string, userId: string): Promise<void> {
    return this.#deps.api.setRole(groupId, userId, 'owner');
  }

  invite(groupId: string, limits: NewInvite = {}): Promise<Invite> {
    return this.#deps.api.createInvite(groupId, limits);
  }

  invites(groupId: string): Promise<readonly Invite[]> {
    return this.#deps.api.invites(groupId);
  }

  /** How often it was used by now. */
  seeInvite(groupId: string, code: string): Promise<Invite> {
    return this.#deps.api.invite(groupId, code);
  }

  withdrawInvite(groupId: string, code: string): Promise<void> {
    return this.#deps.api.withdrawInvite(groupId, code);
  }

  previewInvite(code: string): Promise<InvitePreview> {
    return this.#deps.api.previewInvite(code);
  }

  /** @throws ApiError `gone` when the invite is used up or expired. */
  async join(inviteCode: string): Promise<Conversation> {
    return this.#deps.describe(await this.#deps.api.join(inviteCode));
  }
}
