import { createMemo, createResource, createSignal, For, onMount, Show } from 'solid-js';
import { t } from '../i18n';
import type { Emoji, EmojiGroup } from './emoji-data';
import { findEmoji, loadEmoji } from './emoji-data';
import { recentEmoji, rememberEmoji } from './recent-emoji';

/** All emoji in a grid, with a search. Arrows move in it. */
export function EmojiPicker(props: { readonly onPick: (emoji: string) => void }) {
  const [groups] = createResource(loadEmoji);
  const [query, setQuery] = createSignal('');
  const recent = recentEmoji();
  const shown = createMemo<readonly EmojiGroup[]>(() => {
    const all = groups() ?? [];
    if (query().trim() !== '') return [{ name: '', emoji: findEmoji(all, query()) }];
    const known = new Map(all.flatMap(({ emoji }) => emoji).map((emoji) => [emoji.unicode, emoji]));
    const last = recent.map((unicode): Emoji => known.get(unicode) ?? { unicode, label: unicode, words: [] });
    return last.length === 0 ? all : [{ name: t('timeline.emoji.recent'), emoji: last }, ...all];
  });
  const isEmpty = () => groups() !== undefined && shown().every(({ emoji }) => emoji.length === 0);
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    props.onPick(emoji);
  };
  let field!: HTMLInputElement;
  // Not before the emoji are loaded: until then none of this is in the page.
  onMount(() => field.focus());
  return (
    <div class="emoji-picker" onKeyDown={moveInGrid}>
      <input
        ref={field}
        class="input"
        type="search"
        aria-label={t('timeline.emoji.field')}
        placeholder={t('timeline.emoji.field')}
        onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // It must not send a message whose form it is in.
          event.preventDefault();
          const [first] = shown()[0]?.emoji ?? [];
          if (query().trim() !== '' && first !== undefined) pick(first.unicode);
        }}
      />
      <div class="emoji-list">
        <Show when={isEmpty()}>
          <p class="muted">{t('timeline.emoji.nothing')}</p>
        </Show>
        <For each={shown()}>
          {({ name, emoji }) => (
            <section class="emoji-group" aria-label={name || t('timeline.emoji.title')}>
              <Show when={name}>
                <h3>{name}</h3>
              </Show>
              <div class="emoji-grid">
                <For each={emoji}>
                  {({ unicode, label }) => (
                    <button
                      class="emoji"
                      type="button"
                      tabindex="-1"
                      aria-label={label}
                      title={label}
                      onClick={() => pick(unicode)}
                    >
                      {unicode}
                    </button>
                  )}
                </For>
              </div>
            </section>
          )}
        </For>
      </div>
    </div>
  );
}

/** Left and right go through the emoji, up and down to the nearest one of the next row; up from the first row, to the search. */
function moveInGrid(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (!/^Arrow/.test(event.key)) return;
  const { currentTarget: picker } = event;
  const field = picker.querySelector('input');
  const all = [...picker.querySelectorAll<HTMLElement>('.emoji')];
  const at = all.findIndex((one) => one === document.activeElement);
  if (at < 0) {
    if (event.key === 'ArrowDown') all[0]?.focus();
    return;
  }
  event.preventDefault();
  const isRtl = getComputedStyle(picker).direction === 'rtl';
  const forward = isRtl ? 'ArrowLeft' : 'ArrowRight';
  if (event.key === forward) return all[at + 1]?.focus();
  if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') return (all[at - 1] ?? field)?.focus();
  const from = all[at]?.getBoundingClientRect() ?? new DOMRect();
  const isDown = event.key === 'ArrowDown';
  const others = isDown ? all.slice(at + 1) : all.slice(0, at).reverse();
  const isInRow = (one: HTMLElement) => Math.abs(one.getBoundingClientRect().top - from.top) < from.height / 2;
  const beyond = others.filter((one) => !isInRow(one)).slice(0, 24);
  const row = beyond[0]?.getBoundingClientRect().top;
  const nearest = beyond
    .filter((one) => one.getBoundingClientRect().top === row)
    .toSorted((one, other) => distance(one, from) - distance(other, from))[0];
  (nearest ?? (isDown ? null : field))?.focus();
}

const distance = (one: HTMLElement, from: DOMRect) => Math.abs(one.getBoundingClientRect().left - from.left);
