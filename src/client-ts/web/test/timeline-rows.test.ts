import type { Message, OutboxEntry, TimelineItem } from '@orleanschat/sdk';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../src/timeline/timeline-rows';
import { message } from './builders';

const me = 'u.me';

function sent(seq: number, senderId: string, createdAt: string, type: Message['type'] = 'text'): TimelineItem {
  return { kind: 'message', key: `${seq}`, message: message({ seq, senderId, type, content: `${seq}`, createdAt }) };
}

function waiting(id: string, createdAt: string): TimelineItem {
  const entry: OutboxEntry = {
    clientMessageId: id,
    conversationId: 'g.1',
    content: id,
    replyTo: null,
    imageId: null,
    image: null,
    progress: null,
    createdAt,
    order: 1,
    failure: null,
    state: 'queued',
    ack: null,
  };
  return { kind: 'pending', key: id, entry };
}

const shapes = (items: readonly TimelineItem[]) =>
  rowsOf(items, me).map((row) =>
    row.kind === 'message' ? `${row.content}${row.isFirst ? ' first' : ''}${row.isLast ? ' last' : ''}` : row.kind,
  );

describe('the rows of a timeline', () => {
  it('separate the days', () => {
    const items = [sent(1, 'u.a', '2024-03-01T12:00:00Z'), sent(2, 'u.a', '2024-03-03T12:00:00Z')];
    expect(shapes(items)).toEqual(['day', '1 first last', 'day', '2 first last']);
  });

  it('put what somebody writes in one go together', () => {
    const items = [
      sent(1, 'u.a', '2024-03-01T12:00:00Z'),
      sent(2, 'u.a', '2024-03-01T12:01:00Z'),
      sent(3, 'u.a', '2024-03-01T12:30:00Z'),
      sent(4, 'u.b', '2024-03-01T12:30:10Z'),
    ];
    expect(shapes(items)).toEqual(['day', '1 first', '2 last', '3 first last', '4 first last']);
  });

  it('let a note of the system stand alone', () => {
    const items = [
      sent(1, 'u.a', '2024-03-01T12:00:00Z'),
      sent(2, 'u.a', '2024-03-01T12:00:01Z', 'system'),
      sent(3, 'u.a', '2024-03-01T12:00:02Z'),
    ];
    expect(shapes(items)).toEqual(['day', '1 first last', 'system', '3 first last']);
  });

  it("put the person's unsent messages with the sent ones", () => {
    const items = [sent(1, me, '2024-03-01T12:00:00Z'), waiting('later', '2024-03-01T12:00:05Z')];
    expect(shapes(items)).toEqual(['day', '1 first', 'later last']);
  });
});

describe('the unread line', () => {
  it('stands above the first message of others that was not read, and parts a group', () => {
    const items = [
      sent(1, 'u.a', '2024-03-01T12:00:00Z'),
      sent(2, me, '2024-03-01T12:00:01Z'),
      sent(3, 'u.a', '2024-03-01T12:00:02Z'),
      sent(4, 'u.a', '2024-03-01T12:00:03Z'),
    ];
    const kinds = (readSeq: number | null) =>
      rowsOf(items, me, readSeq).map((row) => (row.kind === 'message' ? row.content : row.kind));
    expect(kinds(1)).toEqual(['day', '1', '2', 'unread', '3', '4']);
    expect(kinds(3)).toEqual(['day', '1', '2', '3', 'unread', '4']);
    expect(kinds(4)).toEqual(['day', '1', '2', '3', '4']);
    expect(kinds(null)).toEqual(['day', '1', '2', '3', '4']);
  });
});
