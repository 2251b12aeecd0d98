import { describe, expect, it } from 'vitest';
import type { Place } from '../src/help/shortcuts';
import { neighbour, shortcutOf } from '../src/help/shortcuts';

const bare = { altKey: false, ctrlKey: false, metaKey: false };

describe('a stroke', () => {
  const of = (key: string, held: Partial<typeof bare> = {}, place: Place = 'page') => shortcutOf({ key, ...bare, ...held }, place);

  it('means what the shortcuts page says', () => {
    expect(of('?')).toBe('help');
    expect(of('n')).toBe('newMessage');
    expect(of('k', { ctrlKey: true })).toBe('search');
    expect(of('K', { metaKey: true })).toBe('search');
    expect(of('ArrowUp', { altKey: true })).toBe('previousConversation');
    expect(of('ArrowDown', { altKey: true })).toBe('nextConversation');
    expect(of('Escape')).toBe('close');
  });

  it('is left to the field it is typed into', () => {
    for (const place of ['emptyField', 'filledField'] as const) {
      expect(of('?', {}, place)).toBeNull();
      expect(of('n', {}, place)).toBeNull();
      expect(of('k', { ctrlKey: true }, place)).toBe('search');
      expect(of('ArrowDown', { altKey: true }, place)).toBe('nextConversation');
    }
    expect(of('Escape', {}, 'emptyField')).toBe('close');
    expect(of('Escape', {}, 'filledField')).toBeNull();
  });

  it('is left to the browser with keys that are its own', () => {
    expect(of('n', { ctrlKey: true })).toBeNull();
    expect(of('k', { ctrlKey: true, altKey: true })).toBeNull();
    expect(of('Escape', { metaKey: true })).toBeNull();
    expect(of('a')).toBeNull();
  });
});

describe('the neighbour of a conversation', () => {
  const ids = ['a', 'b', 'c'];

  it('is the next or the previous one', () => {
    expect(neighbour(ids, 'b', 1)).toBe('c');
    expect(neighbour(ids, 'b', -1)).toBe('a');
  });

  it('is none at the ends', () => {
    expect(neighbour(ids, 'c', 1)).toBeNull();
    expect(neighbour(ids, 'a', -1)).toBeNull();
    expect(neighbour([], null, 1)).toBeNull();
  });

  it('is an end where none is open', () => {
    expect(neighbour(ids, null, 1)).toBe('a');
    expect(neighbour(ids, null, -1)).toBe('c');
    expect(neighbour(ids, 'gone', 1)).toBe('a');
  });
});
