import { ApiPerson } from './api-person.ts';
import { expect, test } from './people.ts';
import type { Person } from './person.ts';
import { becomeInstalled } from './platform-intents.ts';

/** The next pages of this person want notifications and believe that they are looked at only when told so. */
async function wantNotifications({ page }: Person): Promise<void> {
  await page.context().grantPermissions(['notifications']);
  await page.evaluate(() => localStorage.setItem('orleanschat:preferences', JSON.stringify({ notifications: true })));
  await page.context().addInitScript(() => {
    let visible = true;
    Object.defineProperty(document, 'visibilityState', { get: () => (visible ? 'visible' : 'hidden') });
    Object.defineProperty(document, 'hidden', { get: () => !visible });
    document.hasFocus = () => visible;
    const turn = (to: boolean) => {
      visible = to;
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      dispatchEvent(new Event(visible ? 'focus' : 'blur'));
    };
    addEventListener('test:look', () => turn(true));
    addEventListener('test:lookaway', () => turn(false));
  });
  await page.reload();
}

const look = ({ page }: Person) => page.evaluate(() => void dispatchEvent(new Event('test:look')));
const lookAway = ({ page }: Person) => page.evaluate(() => void dispatchEvent(new Event('test:lookaway')));

/** Title and text of what the system shows. */
const notifications = ({ page }: Person) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body }) => `${title} | ${body.replace(/[\u2068\u2069]/g, '')}`);
  });

/** What pages of this person have had the system show and play. */
interface Platform {
  /** On the app's icon; null before the page has said anything of it. */
  readonly badge: number | null;
  /** Notes of the sound. */
  readonly tones: number;
}

/** The next pages of this person write down what they ask of the system; an app that is not installed shows no badge. */
async function watchPlatform({ page }: Person): Promise<void> {
  await page.context().addInitScript(() => {
    const asked = { badge: null as number | null, tones: 0 };
    Object.assign(window, { asked });
    const badge = async (count: number) => void (asked.badge = count);
    Object.assign(navigator, { setAppBadge: badge, clearAppBadge: () => badge(0) });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (when) {
      asked.tones++;
      start.call(this, when);
    };
  });
}

const platform = ({ page }: Person) => page.evaluate(() => (window as unknown as { asked: Platform }).asked);

const icon = ({ page }: Person) => page.locator('link[rel="icon"]');

/**
 * The person clicks on the only notification. Only the system can make a click that lets a page come to the front, so
 * that part is noted instead. @returns the addresses, without what is after #, of the windows that were to come.
 */
async function clickNotification({ page }: Person): Promise<readonly string[]> {
  const [worker] = page.context().serviceWorkers();
  return worker.evaluate(async () => {
    const scope = self as unknown as ServiceWorkerScope;
    const focused: string[] = [];
    scope.WindowClient.prototype.focus = async function () {
      focused.push(this.url.split('#', 1)[0]);
    };
    let done: Promise<unknown> = Promise.reject(new Error('Nobody takes the click.'));
    done.catch(() => {});
    scope.ExtendableEvent.prototype.waitUntil = (work) => void (done = work);
    const [notification] = await scope.registration.getNotifications();
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
    await done;
    return focused;
  });
}

/** Of a service worker's globals, what a click needs: these tests have the types of no worker. */
interface ServiceWorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly WindowClient: { readonly prototype: { focus: (this: { readonly url: string }) => Promise<void> } };
  readonly ExtendableEvent: { readonly prototype: { waitUntil: (work: Promise<unknown>) => void } };
  readonly NotificationEvent: new (type: string, init: { notification: Notification }) => Event;
  dispatchEvent(event: Event): boolean;
}

test('who looks elsewhere is told of new messages, once and in silence, and is led to them by a click', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const id = await bob.openDirect(await ann.id(bob));
  await bob.send(id, 'Hello');
  await becomeInstalled(ann);
  await watchPlatform(ann);
  await wantNotifications(ann);
  await expect(ann.conversation('Bob')).toContainText('Hello');

  await bob.send(id, 'Are you looking?');
  await expect(ann.conversation('Bob')).toContainText('Are you looking?');
  expect(await notifications(ann)).toEqual([]);

  await lookAway(ann);
  await bob.send(id, 'Hello?');
  await expect.poll(() => notifications(ann)).toEqual(['Bob | Hello?']);
  await bob.send(id, 'It is me');
  await expect.poll(() => notifications(ann)).toEqual(['Bob | It is me']);
  await expect(ann.page).toHaveTitle('(4) OrleansChat');
  await expect(icon(ann)).toHaveAttribute('href', /^data:image\/png/);
  await expect.poll(async () => (await platform(ann)).badge).toBe(4);
  expect((await platform(ann)).tones).toBe(0);

  expect(await clickNotification(ann)).toEqual([new URL('/', ann.page.url()).href]);
  await look(ann);
  await expect(ann.composer).toBeVisible();
  await expect(ann.page).toHaveURL(new RegExp(`#/c/${id}$`));
  await expect(ann.page).toHaveTitle('Bob – OrleansChat');
  await expect.poll(() => notifications(ann)).toEqual([]);
  await expect(icon(ann)).toHaveAttribute('href', '/icon.svg');
  expect((await platform(ann)).badge).toBe(0);

  await ann.visit('/settings/notifications');
  const sound = ann.page.getByRole('switch', { name: 'Play a sound' });
  await expect(sound).not.toBeChecked();
  await sound.check();
  await lookAway(ann);
  await bob.send(id, 'Can you hear me?');
  await expect.poll(async () => (await platform(ann)).tones).toBeGreaterThan(0);
  await expect.poll(() => notifications(ann)).toEqual(['Bob | Can you hear me?']);
});

test('a muted group is silent, unless it mentions the person', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const group = await bob.makeGroup('Sunday walk', [await ann.id(bob)]);
  await becomeInstalled(ann);
  await wantNotifications(ann);
  await expect(ann.conversation('Sunday walk')).toBeVisible();
  const cleo = await ApiPerson.register('Cleo');
  const direct = await cleo.openDirect(await ann.id(bob));
  await cleo.send(direct, 'Hello');
  await expect(ann.conversation('Cleo')).toContainText('Hello');
  await (await ApiPerson.signIn(ann)).call('PATCH', `/conversations/${group}`, { muted: true });

  await lookAway(ann);
  await bob.send(group, 'Ten at the bridge?');
  await expect(ann.conversation('Sunday walk')).toContainText('Ten at the bridge?');
  // Had the first one been told, it would stand before this one.
  await cleo.send(direct, 'Hi');
  await expect.poll(() => notifications(ann)).toEqual(['Cleo | Hi']);

  await bob.send(group, `What do you say, @${ann.username}?`);
  await expect.poll(() => notifications(ann)).toContain(`Sunday walk | Bob mentioned you: What do you say, @${ann.username}?`);
});
