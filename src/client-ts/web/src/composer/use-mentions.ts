import type { ApiError, Member } from '@orleanschat/sdk';
import type { Accessor } from 'solid-js';
import { createEffect, createMemo, createSignal, createUniqueId, on } from 'solid-js';
import { useClient } from '../app/context';
import { createTask } from '../ui/create-task';
import { fromStore } from '../ui/from-store';
import { replaceText } from './edit-text';
import type { MentionStart } from './mention-completion';
import { matching, mentionAt } from './mention-completion';

export interface Completion {
  readonly listId: string;
  readonly isOpen: Accessor<boolean>;
  readonly people: Accessor<readonly Member[]>;
  /** Why nobody can be offered. */
  readonly problem: Accessor<ApiError | null>;
  readonly active: Accessor<number>;
  readonly optionId: (index: number) => string;
  /** The text or the caret has changed. */
  readonly follow: (area: HTMLTextAreaElement) => void;
  readonly close: () => void;
  readonly take: (area: HTMLTextAreaElement, index: number) => void;
  /** @returns whether the key was for the list. */
  readonly onKey: (event: KeyboardEvent, area: HTMLTextAreaElement) => boolean;
}

/** Completes `@…` to the username of a member, by the keyboard or the pointer. */
export function useMentions(conversationId: () => string, userId: string): Completion {
  const client = useClient();
  const members = fromStore(() => client.members);
  const listId = createUniqueId();
  const [mention, setMention] = createSignal<MentionStart | null>(null);
  const [active, setActive] = createSignal(0);
  /** Where a list was closed with Escape: it stays closed for this mention. */
  const [dismissedAt, setDismissedAt] = createSignal<number | null>(null);
  const load = createTask('join', () => client.groups.loadMembers(conversationId()));
  const people = createMemo(() => {
    const now = mention();
    if (now === null || now.start === dismissedAt()) return [];
    return matching(members().get(conversationId()) ?? [], now.query, userId);
  });
  const problem = () => (mention() === null || members().has(conversationId()) ? null : load.error());
  const isOpen = () => people().length > 0;
  createEffect(on(people, () => setActive(0)));
  createEffect(() => {
    if (mention() !== null && !members().has(conversationId())) void load.run();
  });

  const follow = (area: HTMLTextAreaElement) => {
    const next = area.selectionStart === area.selectionEnd ? mentionAt(area.value, area.selectionEnd) : null;
    if (next === null) setDismissedAt(null);
    if (next?.start !== mention()?.start || next?.query !== mention()?.query) setMention(next);
  };
  const close = () => setMention(null);
  const take = (area: HTMLTextAreaElement, index: number) => {
    const [now, person] = [mention(), people()[index]];
    if (now === null || person === undefined) return;
    const end = area.value[now.end] === ' ' ? now.end + 1 : now.end;
    close();
    replaceText(area, now.start, end, `@${person.user.username} `);
  };
  const move = (by: number) => setActive((active() + by + people().length) % people().length);
  const onKey = (event: KeyboardEvent, area: HTMLTextAreaElement) => {
    if (!isOpen() || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false;
    const keys: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => take(area, active()),
      Tab: () => take(area, active()),
      Escape: () => setDismissedAt(mention()?.start ?? null),
    };
    const handle = keys[event.key];
    if (handle === undefined) return false;
    event.preventDefault();
    event.stopPropagation();
    handle();
    return true;
  };
  return { listId, isOpen, people, problem, active, optionId: (index) => `${listId}-${index}`, follow, close, take, onKey };
}
