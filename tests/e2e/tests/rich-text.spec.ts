import { ApiPerson } from './api-person.ts';
import { expect, test } from './people.ts';
import { messageOf, openWith } from './timeline-intents.ts';

test('a text with several paragraphs stands there once, also when what is around it changes', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const id = await openWith(ann, bob);
  const message = await bob.send(id, `**First**, @${ann.username}\n\nSecond\n\n- third`);
  await expect(messageOf(ann, 'Second').locator('strong')).toHaveText(['First']);
  await bob.send(id, 'One more');
  await expect(messageOf(ann, 'One more')).toBeVisible();
  await bob.react(message, '👍');
  await expect(messageOf(ann, 'Second').getByRole('button', { name: '👍' })).toBeVisible();
  await expect(messageOf(ann, 'Second').locator('strong, .mention, p, li')).toHaveText([
    `First, @${ann.username}`,
    'First',
    `@${ann.username}`,
    'Second',
    'third',
  ]);
  await bob.call('PATCH', `/conversations/${id}/messages/${message.seq}`, { content: '**Changed**\n\nSecond' });
  await expect(messageOf(ann, 'Second').locator('p')).toHaveText(['Changed', 'Second']);
});
