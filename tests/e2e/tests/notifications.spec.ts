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

test('who looks elsewhere is told of new messages, once, and no more when they have been read', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const id = await bob.openDirect(await ann.id(bob));
  await bob.send(id, 'Hello');
  await becomeInstalled(ann);
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

  await look(ann);
  await ann.open('Bob');
  await expect(ann.page).toHaveTitle('Bob – OrleansChat');
  await expect.poll(() => notifications(ann)).toEqual([]);
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
  await mute(ann, group);

  await lookAway(ann);
  await bob.send(group, 'Ten at the bridge?');
  await expect(ann.conversation('Sunday walk')).toContainText('Ten at the bridge?');
  // Had the first one been told, it would stand before this one.
  await cleo.send(direct, 'Hi');
  await expect.poll(() => notifications(ann)).toEqual(['Cleo | Hi']);

  await bob.send(group, `What do you say, @${ann.username}?`);
  await expect.poll(() => notifications(ann)).toContain(`Sunday walk | Bob mentioned you: What do you say, @${ann.username}?`);
});

/** As another device of theirs would. */
async function mute({ page }: Person, conversationId: string): Promise<void> {
  const status = await page.evaluate(async (id) => {
    const renewed = await fetch('/api/auth/refresh', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
    const { accessToken } = (await renewed.json()) as { accessToken: string };
    const answer = await fetch(`/api/conversations/${id}`, {
      method: 'PATCH',
      headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
      body: '{"muted":true}',
    });
    return answer.status;
  }, conversationId);
  expect(status).toBe(200);
}
