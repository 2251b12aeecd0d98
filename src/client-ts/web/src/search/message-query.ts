import type { SearchQuery } from '@orleanschat/sdk';

/** What narrows a search for messages; empty texts do not. */
export interface MessageFilter {
  readonly senderId: string;
  /** Days by the reader's calendar, as date fields have them: `2024-03-01`. Both are included. */
  readonly from: string;
  readonly until: string;
}

export const noFilter: MessageFilter = { senderId: '', from: '', until: '' };

const pageSize = 20;

/** What the server is asked; null when nothing is searched for. */
export function messageQuery(text: string, filter: MessageFilter, conversationId?: string): SearchQuery | null {
  const q = text.trim();
  if (q === '') return null;
  // The server's bounds are moments, of which the earlier one is left out as well.
  const after = startOf(filter.from, 0, -1);
  const before = startOf(filter.until, 1, 0);
  return {
    q,
    limit: pageSize,
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(filter.senderId === '' ? {} : { senderId: filter.senderId }),
    ...(after === null ? {} : { after }),
    ...(before === null ? {} : { before }),
  };
}

/** A day's beginning, some days later and moved by milliseconds; null when no day is given. */
function startOf(day: string, days: number, milliseconds: number): string | null {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  const start = new Date(year, month - 1, date + days, 0, 0, 0, milliseconds);
  return Number.isNaN(start.getTime()) ? null : start.toISOString();
}
