import type { MessagesApi } from '../api/messages-api.js';
import type { SearchApi, SearchQuery } from '../api/search-api.js';
import type { EarlierText, Message, Page, SearchHit } from '../api/types.js';
import type { ConversationsStore } from '../stores/conversations-store.js';
import type { HistoryLoader } from '../sync/history-loader.js';

export interface MessagesDependencies {
  readonly api: MessagesApi;
  readonly search: SearchApi;
  readonly history: HistoryLoader;
  readonly conversations: ConversationsStore;
  /** Takes in a message that the server answered with. */
  readonly changed: (message: Message) => void;
}

/** What can be done with messages that are in the log. */
export class Messages {
  readonly #deps: MessagesDependencies;

  constructor(deps: MessagesDependencies) {
    this.#deps = deps;
  }

  async edit(conversationId: string, seq: number, content: string): Promise<void> {
    this.#deps.changed(await this.#deps.api.edit(conversationId, seq, content.trim()));
  }

  delete(conversationId: string, seq: number): Promise<void> {
    return this.#deps.api.delete(conversationId, seq);
  }

  /** What a message said before it was edited, oldest first. */
  earlierTexts(conversationId: string, seq: number): Promise<readonly EarlierText[]> {
    return this.#deps.api.earlierTexts(conversationId, seq);
  }

  /** @param reaction One emoji. */
  async react(conversationId: string, seq: number, reaction: string, on: boolean): Promise<void> {
    this.#deps.changed(await this.#deps.api.react(conversationId, seq, reaction, on));
  }

  pin(conversationId: string, seq: number): Promise<void> {
    return this.#deps.api.pin(conversationId, seq);
  }

  unpin(conversationId: string, seq: number): Promise<void> {
    return this.#deps.api.unpin(conversationId, seq);
  }

  /** One message, wherever it lies; null when the person cannot see it. Shows nothing. */
  async find(conversationId: string, seq: number): Promise<Message | null> {
    const model = this.#deps.conversations.model(conversationId);
    await this.#deps.history.each(model, [seq]);
    return model.log.get(seq) ?? null;
  }

  /** Reads the pinned messages that are not held. */
  loadPins(conversationId: string): Promise<void> {
    const model = this.#deps.conversations.model(conversationId);
    return this.#deps.history.each(model, model.view.get()?.pinnedSeqs ?? []);
  }

  /** Finds messages in the person's conversations; every text is a valid query. */
  search(query: SearchQuery, signal?: AbortSignal): Promise<Page<SearchHit>> {
    return this.#deps.search.search(query, signal);
  }
}
