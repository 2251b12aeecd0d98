import { randomUUID } from 'node:crypto';
import { usernameFor } from './usernames.ts';

const server = process.env.CHAT_SERVER_URL ?? '';
const password = 'a long enough password';

/** A message as the contract has it, as far as the tests look at it. */
export interface SentMessage {
  readonly conversationId: string;
  readonly seq: number;
}

/** Somebody without a browser, who speaks the public REST contract: quick company for a {@link Person}. */
export class ApiPerson {
  private constructor(
    readonly name: string,
    readonly username: string,
    readonly id: string,
    readonly accessToken: string,
  ) {}

  static async register(name: string): Promise<ApiPerson> {
    const username = usernameFor(name);
    const tokens = await request('POST', '/auth/register', { username, password, displayName: name });
    return new ApiPerson(name, username, tokens.user.id, tokens.accessToken);
  }

  /** Another device of somebody who has registered with the password of all people in these tests. */
  static async signIn({ name, username }: { readonly name: string; readonly username: string }): Promise<ApiPerson> {
    const tokens = await request('POST', '/auth/login', { username, password });
    return new ApiPerson(name, username, tokens.user.id, tokens.accessToken);
  }

  /** Any call of the REST contract, with this person's token. @returns the answer's JSON, or null. */
  call(method: string, path: string, body?: object): Promise<any> {
    return request(method, path, body, this.accessToken);
  }

  /** @returns the id of the 1-1 conversation. */
  async openDirect(userId: string): Promise<string> {
    return (await this.call('POST', '/conversations/direct', { userId })).id;
  }

  /** @returns the group's id. */
  async makeGroup(name: string, memberIds: readonly string[]): Promise<string> {
    return (await this.call('POST', '/groups', { name, memberIds })).id;
  }

  send(conversationId: string, content: string, more: { replyTo?: number } = {}): Promise<SentMessage> {
    const message = { clientMessageId: randomUUID(), content, ...more };
    return this.call('POST', `/conversations/${conversationId}/messages`, message);
  }

  /** One after the other, so that they stand in this order. */
  async sendAll(conversationId: string, contents: readonly string[]): Promise<void> {
    for (const content of contents) await this.send(conversationId, content);
  }

  react(message: SentMessage, reaction: string): Promise<void> {
    const { conversationId, seq } = message;
    return this.call('PUT', `/conversations/${conversationId}/messages/${seq}/reactions/${encodeURIComponent(reaction)}`);
  }

  /** Both become contacts of each other. */
  async befriend(other: ApiPerson): Promise<void> {
    await this.call('POST', '/contacts', { userId: other.id });
    await other.call('POST', `/contacts/${this.id}/accept`);
  }
}

async function request(method: string, path: string, body?: object, token?: string): Promise<any> {
  const response = await fetch(`${server}/api${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}
