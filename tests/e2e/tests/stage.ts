import { ApiPerson } from './api-person.ts';
import type { Person } from './person.ts';

/** A life to look at: conversations of all kinds, in several scripts, with long names. */
export interface Stage {
  /** Of the group that has most in it. */
  readonly groupId: string;
  readonly groupName: string;
  /** The address of each page, after `#`. */
  readonly addresses: Readonly<Record<string, string>>;
}

const longName = 'Maximiliane Alexandra Konstantinopolskaja-von Hohenfels und Zu';

/** Furnishes the world around somebody who has just registered. */
export async function setStage(person: Person): Promise<Stage> {
  const [mira, jonas, layla, mei, long, kai] = await Promise.all(
    ['Mira Okafor', 'Jonas Weber', 'ليلى حداد', '王小美', longName, 'Kai Tanaka'].map((name) => ApiPerson.register(name)),
  );
  const me = await person.id(mira);

  const groupName = 'Sunday walk';
  const groupId = await mira.makeGroup(groupName, [me, jonas.id, layla.id, mei.id, long.id]);
  const plan = await mira.send(groupId, 'Ten at the bridge? Bring **good shoes**, the path is `wet`.');
  await jonas.send(groupId, 'Yes! My list:\n\n- bread\n- two thermos flasks\n- [the map](https://example.org/map)');
  await layla.send(groupId, 'مرحبًا بالجميع، سأحضر القهوة والتمر 😊');
  await mei.send(groupId, '好的，我们桥边见！', { replyTo: plan.seq });
  await long.send(groupId, '> Ten at the bridge?\n\nI can be there at half past ten at the earliest, is that all right for everybody?');
  await mira.send(groupId, '👍');
  await Promise.all([jonas, layla, mei].map((one) => one.react(plan, '❤️')));
  await jonas.react(plan, '🥾');
  await mira.call('PUT', `/conversations/${groupId}/pins/${plan.seq}`);
  await mira.call('POST', `/groups/${groupId}/invites`, { maxUses: 5 });

  const direct = await jonas.openDirect(me);
  await jonas.sendAll(direct, ['Did you see the photos?', 'They are lovely.']);
  await layla.send(await layla.openDirect(me), 'هل وصلتك الرسالة؟');
  await mei.send(await mei.openDirect(me), '明天见');
  await long.send(await long.openDirect(me), 'A message that is long enough to be cut off in the list, whatever the width of the window may be.');
  await mira.makeGroup('A group whose name goes on and on until nobody can remember how it began', [me]);

  await Promise.all([jonas, layla].map((one) => one.call('POST', '/contacts', { userId: me })));
  await kai.befriend(jonas);

  return {
    groupId,
    groupName,
    addresses: {
      list: '/',
      conversation: `/c/${groupId}`,
      direct: `/c/${direct}`,
      details: `/c/${groupId}/details`,
      'details of a person': `/c/${direct}/details`,
      pins: `/c/${groupId}/pins`,
      'search in a conversation': `/c/${groupId}/search`,
      'new message': '/new-message',
      'new group': '/new-group',
      contacts: '/contacts',
      search: '/search',
      settings: '/settings',
      profile: '/settings/profile',
      appearance: '/settings/appearance',
      notifications: '/settings/notifications',
      sessions: '/settings/sessions',
      account: '/settings/account',
      shortcuts: '/shortcuts',
    },
  };
}
