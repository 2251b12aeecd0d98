import type { Timeline } from '@orleanschat/sdk';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { message } from './builders';

/** What one load of the page knows of Markdown. */
type Loader = typeof import('../src/timeline/rich-text-loader');

const timelineOf = (...texts: string[]): Timeline => ({
  loaded: true,
  items: texts.map((content, index) => ({ kind: 'message', key: `${index}`, message: message({ content }) })),
  hasBefore: false,
  hasAfter: false,
});

describe('what shows Markdown is loaded apart', () => {
  let loader: Loader;
  beforeEach(async () => {
    vi.resetModules();
    loader = await import('../src/timeline/rich-text-loader');
  });
  afterEach(() => {
    vi.doUnmock('../src/timeline/rich-text');
    vi.restoreAllMocks();
  });

  test('plain words do not wait for it', () => {
    expect(loader.waitsForRichText(timelineOf('Hello', 'there!'))).toBe(false);
    expect(loader.richTextOf('Hello', new Map(), 'u.me')).toBeNull();
  });

  test('texts with Markdown wait until it is there', async () => {
    vi.doMock('../src/timeline/rich-text', () => ({ richText: (text: string) => `rich ${text}` }));
    expect(loader.waitsForRichText(timelineOf('Hello', '**there**'))).toBe(true);
    await loader.loadRichText();
    expect(loader.waitsForRichText(timelineOf('Hello', '**there**'))).toBe(false);
    expect(loader.richTextOf('**there**', new Map(), 'u.me')).toBe('rich **there**');
  });

  test('where it cannot be loaded, texts are shown as they were written, and the next call tries again', async () => {
    const warned = vi.spyOn(console, 'warn').mockReturnValue();
    vi.doMock('../src/timeline/rich-text', () => {
      throw new Error('no network');
    });
    await loader.loadRichText();
    expect(warned).toHaveBeenCalledOnce();
    expect(loader.waitsForRichText(timelineOf('**there**'))).toBe(false);
    expect(loader.richTextOf('**there**', new Map(), 'u.me')).toBeNull();

    vi.doMock('../src/timeline/rich-text', () => ({ richText: (text: string) => `rich ${text}` }));
    await loader.loadRichText();
    expect(loader.richTextOf('**there**', new Map(), 'u.me')).toBe('rich **there**');
  });
});
