import type { Message } from '@orleanschat/sdk';

/** What was typed in a conversation and not sent, and the message that it would answer. */
export interface Draft {
  readonly text: string;
  readonly replyTo: Message | null;
}

export const emptyDraft: Draft = { text: '', replyTo: null };

export function isEmpty(draft: Draft): boolean {
  return draft.text === '' && draft.replyTo === null;
}

/** One person's drafts on this device: an item for each conversation, so that tabs do not overwrite each other's. */
export class DraftStorage {
  readonly #storage: Storage;
  readonly #prefix: string;

  constructor(storage: Storage, userId: string) {
    this.#storage = storage;
    this.#prefix = `orleanschat:draft:${userId}:`;
  }

  /** By conversation id. What is not understood is left out. */
  read(): ReadonlyMap<string, Draft> {
    const drafts = this.#keys().map((key) => [this.conversationOf(key) ?? '', parseDraft(this.#storage.getItem(key))] as const);
    return new Map(drafts.filter(([, draft]) => !isEmpty(draft)));
  }

  /** @throws DOMException when there is no room. */
  write(conversationId: string, draft: Draft): void {
    const key = this.#prefix + conversationId;
    if (isEmpty(draft)) this.#storage.removeItem(key);
    else this.#storage.setItem(key, JSON.stringify(draft));
  }

  erase(): void {
    for (const key of this.#keys()) this.#storage.removeItem(key);
  }

  /** Which conversation's draft an item is; null when it is something else. */
  conversationOf(key: string): string | null {
    return key.startsWith(this.#prefix) ? key.slice(this.#prefix.length) : null;
  }

  #keys(): string[] {
    const keys = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index));
    return keys.filter((key) => key !== null && this.conversationOf(key) !== null) as string[];
  }
}

/** Reads what is stored; what is not understood is no draft. */
export function parseDraft(stored: string | null): Draft {
  try {
    const found = JSON.parse(stored ?? '{}') as Partial<Draft> | null;
    const text = typeof found?.text === 'string' ? found.text : '';
    const replyTo = typeof found?.replyTo?.seq === 'number' ? found.replyTo : null;
    return { text, replyTo };
  } catch {
    return emptyDraft;
  }
}
