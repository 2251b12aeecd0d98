/** Of a key event, what decides. */
export interface Stroke {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

export type KeyAction = 'send' | 'cancelReply' | 'editLast' | { readonly mark: string };

/** Marks by the key that sets them together with Ctrl or Cmd. */
const marks: Readonly<Record<string, string>> = { b: '**', i: '_', e: '`' };

/** What a key means to the composer; null where the text area does with it what it always does. */
export function keyAction(stroke: Stroke, { isEmpty, isReplying }: { readonly isEmpty: boolean; readonly isReplying: boolean }): KeyAction | null {
  const { key, shiftKey, altKey } = stroke;
  const isCommand = stroke.ctrlKey || stroke.metaKey;
  const mark = isCommand && !altKey ? marks[key.toLowerCase()] : undefined;
  if (mark !== undefined) return { mark };
  if (key === 'Enter') return shiftKey ? null : 'send';
  if (isCommand || altKey || shiftKey) return null;
  if (key === 'Escape') return isReplying ? 'cancelReply' : null;
  return key === 'ArrowUp' && isEmpty ? 'editLast' : null;
}
