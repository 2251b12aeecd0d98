import { expect, type Browser, type BrowserContextOptions, type Locator, type Page } from '@playwright/test';
import type { ApiPerson } from './api-person.ts';
import { usernameFor } from './usernames.ts';

const password = 'a long enough password';

/** Somebody in a browser window of their own, told what to do in the words of the page. */
export class Person {
  /** What the page's Content-Security-Policy has blocked. */
  readonly #violations: string[] = [];
  #id: string | null = null;

  private constructor(
    readonly page: Page,
    readonly name: string,
    readonly username: string,
  ) {}

  /** Opens a window of their own. @param username Of somebody who has another window already. */
  static async open(browser: Browser, name: string, options: BrowserContextOptions = {}, username?: string): Promise<Person> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const person = new Person(page, name, username ?? usernameFor(name));
    await person.#watchPolicy();
    return person;
  }

  async register(): Promise<void> {
    await this.page.goto('/');
    await this.page.getByRole('button', { name: 'Create account' }).click();
    await this.page.getByLabel('Username').fill(this.username);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByLabel('Display name').fill(this.name);
    await this.page.getByRole('button', { name: 'Create account' }).click();
    await expect(this.page.getByRole('button', { name: 'New message' })).toBeVisible();
  }

  /** The id under which others know this person; asked of the server once. */
  async id(finder: ApiPerson): Promise<string> {
    if (this.#id === null) {
      const found = await finder.call('GET', `/users?query=${encodeURIComponent(this.username)}`);
      this.#id = found.items.find((user: { username: string }) => user.username === this.username).id as string;
    }
    return this.#id;
  }

  /** Closes the window. */
  leave(): Promise<void> {
    return this.page.context().close();
  }

  /** What was blocked since it was asked last: directive and what it was. */
  takeViolations(): string[] {
    return this.#violations.splice(0);
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out' }).click();
    await expect(this.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  }

  async signIn(secret = password): Promise<void> {
    await this.page.getByLabel('Username').fill(this.username);
    await this.page.getByLabel('Password').fill(secret);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  /** Goes to an address within the page, as a link to it would. */
  async visit(address: string): Promise<void> {
    await this.page.evaluate((to) => {
      location.hash = to;
    }, address);
  }

  /** Finds somebody by user name and opens the conversation with them. */
  async writeTo(other: Person): Promise<void> {
    await this.page.getByRole('button', { name: 'New message' }).click();
    await this.page.getByRole('searchbox').fill(other.username);
    await this.page.getByRole('list', { name: 'People' }).getByRole('button', { name: other.username }).click();
    await expect(this.composer).toBeVisible();
  }

  async makeGroup(groupName: string, members: Person[]): Promise<void> {
    await this.page.getByRole('button', { name: 'New message' }).click();
    await this.page.getByRole('button', { name: 'New group' }).click();
    await this.page.getByLabel('Group name').fill(groupName);
    for (const member of members) {
      await this.page.getByRole('searchbox').fill(member.username);
      await this.page.getByRole('checkbox', { name: member.username }).check();
    }
    await this.page.getByRole('button', { name: 'Create group' }).click();
    await expect(this.composer).toBeVisible();
  }

  /** Opens a conversation from the list. */
  async open(title: string): Promise<void> {
    await this.conversation(title).click();
    await expect(this.composer).toBeVisible();
  }

  /** On a phone the list is a page of its own. */
  async backToList(): Promise<void> {
    const back = this.page.getByRole('button', { name: 'Back to conversations' });
    if (await back.isVisible()) await back.click();
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** The network goes; the browser says so. */
  goOffline(): Promise<void> {
    return this.page.context().setOffline(true);
  }

  goOnline(): Promise<void> {
    return this.page.context().setOffline(false);
  }

  conversation(title: string): Locator {
    return this.page.getByRole('link', { name: title });
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true });
  }

  get banner(): Locator {
    return this.page.getByRole('status').first();
  }

  /** The messages of the open conversation, in order, without those of the server. */
  get messages(): Locator {
    return this.page.getByRole('log', { name: 'Messages' }).locator('article .message-text');
  }

  /** Waits until the open conversation shows exactly these messages. */
  sees(...texts: string[]): Promise<void> {
    return expect(this.messages).toHaveText(texts);
  }

  /** From the first script of every page on. */
  async #watchPolicy(): Promise<void> {
    await this.page.exposeFunction('reportViolation', (violation: string) => void this.#violations.push(violation));
    await this.page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
        const { reportViolation } = window as unknown as { reportViolation: (violation: string) => void };
        reportViolation(`${effectiveDirective}: ${blockedURI} in ${sourceFile}`);
      });
    });
  }
}
