import { describe, expect, it, vi } from 'vitest';
import type { HistoryQuery } from '../../src/api/messages-api.js';
import { ConversationModel } from '../../src/stores/conversation-model.js';
import { PinsStore } from '../../src/stores/pins-store.js';
import { HistoryLoader } from '../../src/sync/history-loader.js';
import { conversation, conversationId, me, message } from './builders.js';

describe('pins', () => {
  it('follow the conversation, and their messages what is held', async () => {
    const model = new ConversationModel(conversationId, () => me);
    const pins = new PinsStore(model);
    model.describe(conversation({ pinnedSeqs: [7, 3], lastSeq: 9, version: 9 }));
    expect(pins.get()).toEqual([
      { seq: 7, message: null },
      { seq: 3, message: null },
    ]);

    const history = vi.fn(async (_id: string, query: HistoryQuery) => ({
      items: [message({ seq: query.around ?? 0 })],
      hasBefore: true,
      hasAfter: true,
    }));
    await new HistoryLoader({ history, seen: () => {} }).each(model, [7, 3]);
    expect(history).toHaveBeenCalledTimes(2);
    expect(pins.get().map((pin) => pin.message?.content)).toEqual(['message 7', 'message 3']);

    model.apply(message({ seq: 3, version: 10, content: 'edited' }));
    expect(pins.get()[1]?.message?.content).toBe('edited');
    model.describe(conversation({ pinnedSeqs: [7], lastSeq: 9, version: 10 }));
    expect(pins.get().map((pin) => pin.seq)).toEqual([7]);
  });
});
