import type { Conversation, Message } from '../api/types.js';
import type { ConversationModel } from '../stores/conversation-model.js';

/** Somebody else's new message. */
export interface News {
  readonly message: Message;
  readonly conversation: Conversation;
  readonly mentionsMe: boolean;
}

export type NewsListener = (news: News) => void;

/**
 * Tells of others' messages that are newer than what was known, each once and in the order of the conversation, by
 * whatever way they come. What waits unread when a client without a memory reads the inbox for the first time is none.
 */
export class NewsTeller {
  readonly #userId: () => string;
  readonly #listeners = new Set<NewsListener>();
  /** The seq up to which a conversation was told of, or needs no telling. */
  readonly #told = new Map<string, number>();
  #hasBegun = false;

  constructor(userId: () => string) {
    this.#userId = userId;
  }

  listen(listener: NewsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What is unread was known once: conversations that appear from now on are news themselves. */
  begin(): void {
    this.#hasBegun = true;
  }

  /** Another person signs in. */
  clear(): void {
    this.#told.clear();
    this.#hasBegun = false;
  }

  /** A conversation changed. */
  look(model: ConversationModel): void {
    const view = model.view.get();
    if (view === null) return void this.#told.delete(model.id);
    const told = this.#told.get(model.id) ?? view.lastSeq - (this.#hasBegun ? view.unreadCount : 0);
    // What is not held, with every change known, was left out because it is too much.
    const isComplete = !model.hasGap && model.version === view.version;
    const news: Message[] = [];
    let next = told + 1;
    for (; next <= view.lastSeq; next++) {
      const message = model.log.get(next);
      if (message !== undefined) news.push(message);
      else if (!isComplete) break;
    }
    this.#told.set(model.id, next - 1);
    for (const message of news) if (this.#isNews(message, view)) this.#tell(message, view);
  }

  #isNews(message: Message, { readSeq }: Conversation): boolean {
    const isOthers = message.senderId !== this.#userId() && message.type !== 'system';
    return isOthers && message.deletedAt === null && message.seq > readSeq;
  }

  #tell(message: Message, conversation: Conversation): void {
    const news = { message, conversation, mentionsMe: message.mentions.includes(this.#userId()) };
    for (const listener of [...this.#listeners]) listener(news);
  }
}
