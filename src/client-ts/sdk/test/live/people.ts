import type {
  ChatClientOptions,
  ClientStorage,
  ContactStatus,
  Conversation,
  Message,
  ReadonlyStore,
} from '@orleanschat/sdk';
import { ChatClient } from '@orleanschat/sdk';
import { afterEach } from 'vitest';
import { uuid } from '../../src/platform/uuid.js';

export const password = 'correct horse battery staple';

/** Where the server is. */
export function serverUrl(): string {
  const url = process.env['CHAT_SERVER_URL'];
  if (url === undefined || url === '') {
    throw new Error('Set CHAT_SERVER_URL to the address of a running server, e.g. http://127.0.0.1:5000.');
  }
  return url.replace(/\/$/, '');
}

const open: Person[] = [];
afterEach(() => open.splice(0).forEach((person) => person.client.close()));

/** Somebody with a client of their own. */
export class Person {
  readonly client: ChatClient;
  readonly username: string;

  private constructor(client: ChatClient, username: string) {
    this.client = client;
    this.username = username;
  }

  static async register(name: string, options: Partial<ChatClientOptions> = {}): Promise<Person> {
    const person = new Person(ChatClient.create({ baseUrl: serverUrl(), ...options }), `${name}-${uuid().slice(0, 8)}`);
    open.push(person);
    await person.client.register({ username: person.username, password, displayName: name });
    await person.online();
    return person;
  }

  /** The same person on another device. */
  async onAnotherDevice(options: Partial<ChatClientOptions> = {}): Promise<Person> {
    const person = new Person(ChatClient.create({ baseUrl: serverUrl(), ...options }), this.username);
    open.push(person);
    await person.client.signIn({ username: this.username, password });
    await person.online();
    return person;
  }

  /** Takes up the session that a storage holds. */
  static async restoring(storage: ClientStorage, options: Partial<ChatClientOptions> = {}): Promise<Person> {
    const stored = await storage.session.load();
    const person = new Person(ChatClient.create({ baseUrl: serverUrl(), ...options, storage }), stored?.user.username ?? '');
    open.push(person);
    await person.client.restore();
    return person;
  }

  static async restored(storage: ClientStorage): Promise<Person> {
    const person = await Person.restoring(storage);
    await person.online();
    return person;
  }

  get id(): string {
    const state = this.client.session.get();
    if (state.status !== 'signedIn') throw new Error(`${this.username} is ${state.status}.`);
    return state.user.id;
  }

  async online(): Promise<void> {
    await until(this.client.connection, (state) => state.status === 'online', `${this.username} to be online`);
  }

  async writeTo(other: Person): Promise<Conversation> {
    return this.client.openDirect(other.id);
  }

  /** The texts of a conversation as shown, oldest first; what is on its way stands in brackets. */
  shown(conversationId: string): readonly string[] {
    return this.client
      .timeline(conversationId)
      .get()
      .items.map((item) => (item.kind === 'message' ? item.message.content : `[${item.entry.content}]`));
  }

  /** Waits until the conversation, read from its start, shows exactly these texts. */
  async shows(conversationId: string, texts: readonly string[]): Promise<void> {
    const timeline = this.client.timeline(conversationId);
    const readOn = async () => {
      while (timeline.get().hasBefore) await this.client.loadBefore(conversationId);
    };
    const isShown = () => {
      // Fails where the network does; the next change tries again.
      readOn().catch(() => {});
      return JSON.stringify(this.shown(conversationId)) === JSON.stringify(texts);
    };
    await until(
      timeline,
      isShown,
      () => `${this.username} to see ${texts.join(' | ')}, not ${this.shown(conversationId).join(' | ')}`,
    );
  }

  /** Waits until somebody is in the list of contacts as told; null: is not in it. */
  async has(other: Person, status: ContactStatus | null): Promise<void> {
    const { contacts } = this.client;
    await until(
      contacts,
      (all) => (all.get(other.id)?.status ?? null) === status,
      () => `${this.username} to have ${other.username} as ${status}, not ${contacts.get().get(other.id)?.status}`,
    );
  }

  /** Makes contacts of the two. */
  async befriends(other: Person): Promise<void> {
    await this.client.people.ask(other.id);
    await other.client.people.accept(this.id);
    await Promise.all([this.has(other, 'accepted'), other.has(this, 'accepted')]);
  }

  /** Waits until somebody is shown as here or not. @param milliseconds The server waits 10 s before it says "offline". */
  async seesOnline(other: Person, online: boolean, milliseconds = 30_000): Promise<void> {
    const what = `${this.username} to see ${other.username} ${online ? 'online' : 'offline'}`;
    const { id } = other;
    await until(this.client.presence, (presence) => presence.get(id)?.online === online, what, milliseconds);
  }

  /** Sends a text and waits until it is in the log. @returns its seq. */
  async says(conversationId: string, text: string, options: { replyTo?: number; imageId?: string } = {}): Promise<number> {
    const { clientMessageId } = this.client.send(conversationId, text, options);
    return (await this.sees(conversationId, (message) => message.clientMessageId === clientMessageId, text)).seq;
  }

  /** Waits until the conversation shows a message. */
  async sees(conversationId: string, is: (message: Message) => boolean, what: string): Promise<Message> {
    const timeline = this.client.timeline(conversationId);
    // As it is seen: once nobody looks, the client may let go of it.
    let found: Message | undefined;
    const isSeen = () => {
      found = timeline
        .get()
        .items.flatMap((item) => (item.kind === 'message' ? [item.message] : []))
        .find(is);
      return found !== undefined;
    };
    await until(timeline, isSeen, `${this.username} to see ${what}`);
    return found!;
  }

  /** Waits until a conversation is described so; null: is not there. */
  async finds(conversationId: string, is: (conversation: Conversation | null) => boolean, what: string): Promise<void> {
    await until(this.client.conversations.conversation(conversationId), is, `${this.username} to find ${what}`);
  }
}

/** Several people, registered side by side. */
export function people<Names extends readonly string[]>(...names: Names): Promise<{ [Key in keyof Names]: Person }> {
  return Promise.all(names.map((name) => Person.register(name))) as Promise<{ [Key in keyof Names]: Person }>;
}

/** Asks again and again until the answer is as wanted: for what no push tells of. */
export async function eventually<T>(
  ask: () => Promise<T>,
  condition: (answer: T) => boolean,
  what: string,
  milliseconds = 15_000,
): Promise<T> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (condition(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`Waited ${milliseconds} ms for ${what}: ${JSON.stringify(answer)}`);
  }
}

/** Waits for a store to come to a state. */
export async function until<T>(
  store: ReadonlyStore<T>,
  condition: (value: T) => boolean,
  what: string | (() => string),
  milliseconds = 15_000,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = store.subscribe(check);
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`Waited ${milliseconds} ms for ${typeof what === 'string' ? what : what()}.`));
    }, milliseconds);
    function check(value: T): void {
      if (!condition(value)) return;
      clearTimeout(timer);
      stop();
      resolve(value);
    }
    check(store.get());
  });
}
