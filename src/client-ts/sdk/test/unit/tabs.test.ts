import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserTabs } from '../../src/platform/tabs.js';

afterEach(() => void vi.unstubAllGlobals());

describe('the tabs of a browser', () => {
  it('hear each other', async () => {
    const [first, second] = [browserTabs('chat'), browserTabs('chat')];
    const heard = new Promise((resolve) => second.listen(resolve));
    first.post({ type: 'outboxChanged', userId: 'u.1' });
    expect(await heard).toEqual({ type: 'outboxChanged', userId: 'u.1' });
  });

  it('work each for itself where the browser has no channels and no locks', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    vi.stubGlobal('navigator', {});
    const tabs = browserTabs('chat');
    tabs.listen(() => {})();
    tabs.post({ type: 'outboxChanged', userId: 'u.1' });
    expect(await tabs.exclusive('work', () => Promise.resolve(1))).toBe(1);
  });
});
