/** What the keyboard does on every page. */
export type ShortcutAction = 'close' | 'help' | 'newMessage' | 'nextConversation' | 'previousConversation' | 'search';

/** Of a key event, what decides. */
export interface Stroke {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Where the key was pressed: a field takes its own letters, and Escape too while there is text in it. */
export type Place = 'page' | 'emptyField' | 'filledField';

/** What a stroke means; null for nothing. */
export function shortcutOf({ key, altKey, ctrlKey, metaKey }: Stroke, place: Place): ShortcutAction | null {
  const isCommand = (ctrlKey || metaKey) && !altKey;
  if (isCommand) return key.toLowerCase() === 'k' ? 'search' : null;
  if (altKey && !ctrlKey && !metaKey) {
    if (key === 'ArrowDown') return 'nextConversation';
    return key === 'ArrowUp' ? 'previousConversation' : null;
  }
  if (altKey || ctrlKey || metaKey) return null;
  if (key === 'Escape') return place === 'filledField' ? null : 'close';
  if (place !== 'page') return null;
  if (key === '?') return 'help';
  return key === 'n' || key === 'N' ? 'newMessage' : null;
}

/** The conversation before or after the open one; the first or the last of them where none is open. Null at the ends. */
export function neighbour(ids: readonly string[], openId: string | null, step: 1 | -1): string | null {
  const at = openId === null ? -1 : ids.indexOf(openId);
  if (at < 0) return ids.at(step === 1 ? 0 : -1) ?? null;
  return ids[at + step] ?? null;
}

/** Rows of the help: keys that are pressed together, and what they do. */
export interface ShortcutLine {
  readonly keys: readonly string[];
  readonly does:
    | 'bold'
    | 'break'
    | 'close'
    | 'code'
    | 'editLast'
    | 'help'
    | 'italic'
    | 'mention'
    | 'newMessage'
    | 'next'
    | 'previous'
    | 'search'
    | 'send';
}

export const shortcutLines: Readonly<Record<'everywhere' | 'writing', readonly ShortcutLine[]>> = {
  everywhere: [
    { keys: ['?'], does: 'help' },
    { keys: ['Ctrl', 'K'], does: 'search' },
    { keys: ['N'], does: 'newMessage' },
    { keys: ['Alt', '↑'], does: 'previous' },
    { keys: ['Alt', '↓'], does: 'next' },
    { keys: ['Esc'], does: 'close' },
  ],
  writing: [
    { keys: ['Enter'], does: 'send' },
    { keys: ['Shift', 'Enter'], does: 'break' },
    { keys: ['↑'], does: 'editLast' },
    { keys: ['@'], does: 'mention' },
    { keys: ['Ctrl', 'B'], does: 'bold' },
    { keys: ['Ctrl', 'I'], does: 'italic' },
    { keys: ['Ctrl', 'E'], does: 'code' },
  ],
};
