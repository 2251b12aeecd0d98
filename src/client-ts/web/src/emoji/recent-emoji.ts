const key = 'orleanschat.recentEmoji';
const most = 16;

/** The emoji picked last on this device, the newest first. */
export function recentEmoji(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter((item) => typeof item === 'string').slice(0, most) : [];
  } catch {
    return [];
  }
}

export function rememberEmoji(emoji: string): void {
  const recent = [emoji, ...recentEmoji().filter((other) => other !== emoji)].slice(0, most);
  try {
    localStorage.setItem(key, JSON.stringify(recent));
  } catch (error) {
    console.warn('The recent emoji are not kept: the browser stores nothing.', error);
  }
}
