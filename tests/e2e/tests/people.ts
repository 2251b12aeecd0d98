import { expect, test as base, type BrowserContextOptions } from '@playwright/test';
import { Person } from './person.ts';

export { expect };

/** A test with people in it: `join` opens a window and registers somebody. */
export const test = base.extend<{ join: (name: string, options?: BrowserContextOptions) => Promise<Person> }>({
  join: async ({ browser }, use) => {
    const people: Person[] = [];
    await use(async (name, options = {}) => {
      const person = await Person.open(browser, name, options);
      people.push(person);
      await person.register();
      return person;
    });
    await Promise.all(people.map((person) => person.leave()));
    expect(people.flatMap((person) => person.takeViolations()), 'blocked by the Content-Security-Policy').toEqual([]);
  },
});
