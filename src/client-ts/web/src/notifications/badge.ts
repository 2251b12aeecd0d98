import type { ReadonlyStore, Unread } from '@orleanschat/sdk';

const plainIcon = '/icon.svg';
const size = 64;

/** Keeps the number of unread messages on the page's icon and, when installed, on the app's. */
export function badgeIcon(unread: ReadonlyStore<Unread>): void {
  const show = ({ messages }: Unread) => {
    drawFavicon(messages).catch((error: unknown) => console.warn('The icon cannot be drawn.', error));
    setAppBadge(messages);
  };
  show(unread.get());
  unread.subscribe(show);
}

/** What fits on an icon. */
export function badgeText(count: number): string {
  return count > 99 ? '99+' : String(count);
}

let wanted = 0;

async function drawFavicon(count: number): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (link === null) return;
  wanted = count;
  if (count === 0) return void (link.href = plainIcon);
  const image = new Image(size, size);
  image.src = plainIcon;
  await image.decode();
  // Another count came meanwhile.
  if (wanted !== count) return;
  link.href = withBadge(image, badgeText(count));
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

function setAppBadge(count: number): void {
  if (!('setAppBadge' in navigator)) return;
  // Refused where the page is not installed.
  (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {});
}
