import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CuttableProxy } from './cuttable-proxy.js';
import { cuttableProxy } from './cuttable-proxy.js';
import { ascii, jpeg, segment } from './jpeg.js';
import { Person, serverUrl, until } from './people.js';

let proxy: CuttableProxy;
beforeEach(async () => void (proxy = await cuttableProxy(serverUrl())));
afterEach(() => proxy.close());

const texts = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);
const isDown = (person: Person) =>
  until(person.client.connection, (state) => state.status === 'reconnecting', 'the connection to be lost');

describe('a bad network', () => {
  it('keeps what is written meanwhile and brings what was missed', async () => {
    const ann = await Person.register('ann', { baseUrl: proxy.url });
    const bob = await Person.register('bob');
    const { id } = await ann.writeTo(bob);
    ann.client.send(id, 'before');
    await Promise.all([ann.shows(id, ['before']), bob.shows(id, ['before'])]);

    proxy.cut();
    await isDown(ann);
    texts('away', 3).forEach((text) => ann.client.send(id, text));
    texts('home', 3).forEach((text) => bob.client.send(id, text));
    await bob.shows(id, ['before', ...texts('home', 3)]);
    expect(ann.shown(id)).toEqual(['before', '[away 1]', '[away 2]', '[away 3]']);

    proxy.mend();
    const all = ['before', ...texts('home', 3), ...texts('away', 3)];
    await Promise.all([ann.shows(id, all), bob.shows(id, all)]);
  });

  it('loses and doubles nothing when it breaks again and again while sending', async () => {
    const ann = await Person.register('ann', { baseUrl: proxy.url });
    const bob = await Person.register('bob');
    const { id } = await ann.writeTo(bob);
    const sent = texts('message', 200);
    sent.forEach((text) => ann.client.send(id, text));
    // Cut in the midst of answers, so that acks of committed messages are lost.
    for (let cuts = 0; cuts < 6; cuts++) {
      proxy.cutAfter(2_000 + cuts * 777);
      await isDown(ann);
      proxy.mend();
      ann.client.reconnectNow();
      await ann.online();
    }
    await bob.shows(id, sent);
    await ann.shows(id, sent);
    expect(ann.client.outbox.get()).toEqual([]);
  });

  it('sends what a closed client left in its storage, once', async () => {
    const { memoryStorage } = await import('@orleanschat/sdk');
    const storage = memoryStorage();
    const ann = await Person.register('ann', { baseUrl: proxy.url, storage });
    const bob = await Person.register('bob');
    const { id } = await ann.writeTo(bob);
    proxy.cut();
    await isDown(ann);
    texts('left', 3).forEach((text) => ann.client.send(id, text));
    await until(ann.client.outbox, (entries) => entries.length === 3, 'the outbox to hold three');
    ann.client.close();
    proxy.mend();

    const again = await ann.onAnotherDevice({ storage });
    await again.shows(id, texts('left', 3));
    await bob.shows(id, texts('left', 3));
  });

  it('brings an image once, with what was written after it, however often the upload breaks', async () => {
    const { memoryStorage } = await import('@orleanschat/sdk');
    const storage = memoryStorage();
    const ann = await Person.register('ann', { baseUrl: proxy.url, storage });
    const bob = await Person.register('bob');
    const { id } = await ann.writeTo(bob);
    // As large as to be on its way for a while: a picture with a long comment in it.
    const comment = segment(0xfe, ascii('x'.repeat(60_000)));
    const blob = jpeg(400, 200, ...Array.from({ length: 60 }, () => comment));
    proxy.cut();
    await isDown(ann);
    ann.client.send(id, 'look', { image: { blob, fileName: 'walk.jpg', width: 400, height: 200 } });
    ann.client.send(id, 'after');
    for (let cuts = 0; cuts < 3; cuts++) {
      proxy.mend();
      ann.client.reconnectNow();
      await until(ann.client.outbox, ([first]) => first?.progress !== null, 'the upload to begin');
      proxy.cut();
      await until(ann.client.outbox, ([first]) => first?.state === 'queued', 'the upload to end');
    }
    ann.client.close();
    proxy.mend();

    const again = await ann.onAnotherDevice({ storage });
    await again.shows(id, ['look', 'after']);
    await bob.shows(id, ['look', 'after']);
    const shown = await bob.sees(id, ({ image }) => image !== null, 'the picture');
    expect(shown).toMatchObject({ content: 'look', image: { width: 400, height: 200 } });
    expect(again.client.outbox.get()).toEqual([]);
  });

  it('is noticed at once when the machine says so', async () => {
    let online = true;
    const listeners = new Set<() => void>();
    const network = {
      get online() {
        return online;
      },
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const set = (now: boolean) => {
      online = now;
      for (const listener of [...listeners]) listener();
    };
    const ann = await Person.register('ann', { network });
    set(false);
    await until(ann.client.connection, (state) => state.status === 'offline', 'offline', 100);
    set(true);
    await until(ann.client.connection, (state) => state.status === 'online', 'online', 2_000);
  });
});
