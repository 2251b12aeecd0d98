import type { ReadonlyStore, Unread } from '@orleanschat/sdk';
import { showLatest } from './show-latest';

const plainIcon = '/icon.svg';
const size = 64;

/** Nobody reads an icon faster (milliseconds), and each one is drawn, encoded and handed to the browser. */
const interval = 250;

/** Keeps the number of unread messages on the page's icon and, when installed, on the app's. */
export function badgeIcon(unread: ReadonlyStore<Unread>): void {
  const showText = showLatest(drawFavicon, interval, (error) => console.warn('The icon cannot be drawn.', error));
  const showCount = showLatest(setAppBadge, interval, () => {});
  const show = ({ messages }: Unread) => {
    showText(badgeText(messages));
    showCount(messages);
  };
  show(unread.get());
  unread.subscribe(show);
}

/** What fits on an icon; empty for none. */
export function badgeText(count: number): string {
  if (count === 0) return '';
  return count > 99 ? '99+' : String(count);
}

async function drawFavicon(text: string): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (link === null) return;
  if (text === '') return void (link.href = plainIcon);
  const image = new Image(size, size);
  image.src = plainIcon;
  await image.decode();
  link.href = withBadge(image, text);
}

function withBadge(image: HTMLImageElement, text: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const pen = canvas.getContext('2d');
  if (pen === null) return plainIcon;
  pen.drawImage(image, 0, 0, size, size);
  pen.fillStyle = '#c62828';
  pen.beginPath();
  pen.roundRect(text.length > 1 ? 8 : 24, 24, text.length > 1 ? 56 : 40, 40, 20);
  pen.fill();
  pen.fillStyle = '#fff';
  pen.font = `700 ${text.length > 2 ? 26 : 32}px system-ui, sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(text, text.length > 1 ? 36 : 44, 46);
  return canvas.toDataURL('image/png');
}

/** Refused where the page is not installed. */
async function setAppBadge(count: number): Promise<void> {
  if (!('setAppBadge' in navigator)) return;
  await (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge());
}
