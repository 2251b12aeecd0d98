import { ApiError, networkError } from '../api/errors.js';
import { backoff } from '../platform/backoff.js';
import { aborted, delay } from '../platform/delay.js';
import type { Logger } from '../platform/logger.js';
import type { NetworkStatus } from '../platform/network.js';
import type { ReadonlyStore } from '../stores/store.js';
import { Store } from '../stores/store.js';
import type { ConnectionEvent, ConnectionState } from './connection-state.js';
import { transition } from './connection-state.js';
import type { HubCalls, HubLink, HubMethod } from './hub.js';

export interface ConnectionDependencies {
  readonly createLink: () => HubLink;
  /** Brings the stores up to date; runs after every connect, before `online`. */
  readonly catchUp: (signal: AbortSignal) => Promise<void>;
  /** The token was refused: get another. @throws when there is none to be had. */
  readonly renewToken: () => Promise<void>;
  readonly network: NetworkStatus;
  readonly now: () => number;
  readonly random: () => number;
  readonly logger: Logger;
}

/** A connection that is not open after this time (milliseconds) is given up. */
const openTimeout = 20_000;

/** Where the backoff begins: the first try after a loss is spread over 2 s, for thousands may have lost the same server. */
const firstTry = 2;

/** A link and the time that it lives. */
interface Life {
  readonly link: HubLink;
  readonly stage: Stage;
}

/** How a connection ended: it was of use and got lost, never came about, or its token was refused and there is a new one. */
type LifeEnd = 'lost' | 'failed' | 'renewed';

interface Stage {
  readonly signal: AbortSignal;
  readonly end: () => void;
}

/** Keeps one connection to the hub alive, from {@link start} to {@link stop} or {@link end}. */
export class Connection {
  readonly #deps: ConnectionDependencies;
  readonly #state = new Store<ConnectionState>({ status: 'offline' });
  #link: HubLink | null = null;
  #running: AbortController | null = null;
  #endWait: (() => void) | null = null;
  #move: ((within: number) => void) | null = null;

  constructor(deps: ConnectionDependencies) {
    this.#deps = deps;
  }

  get state(): ReadonlyStore<ConnectionState> {
    return this.#state;
  }

  start(): void {
    if (this.#running !== null) return;
    const running = new AbortController();
    this.#running = running;
    void this.#run(running.signal);
  }

  stop(): void {
    this.#halt();
    this.#apply({ type: 'stopped' });
  }

  /** The session is over. */
  end(reason: string): void {
    this.#halt();
    this.#apply({ type: 'ended', reason });
  }

  /** Tries at once, when it is waiting for the next try. */
  retryNow(): void {
    this.#endWait?.();
  }

  /**
   * The server is about to stop: within that time (milliseconds), at a random moment of it, another connection takes the place of
   * this one, and nobody notices.
   */
  serverDraining(within: number): void {
    this.#move?.(within);
  }

  /** @throws ApiError `network` when there is no connection. */
  async call<Method extends HubMethod>(
    method: Method,
    argument: HubCalls[Method]['argument'],
  ): Promise<HubCalls[Method]['answer']> {
    if (this.#link === null) throw networkError('not connected');
    return this.#link.call(method, argument);
  }

  #halt(): void {
    this.#running?.abort();
    this.#running = null;
    this.#link?.close();
    this.#link = null;
  }

  #apply(event: ConnectionEvent): void {
    this.#state.update((state) => transition(state, event));
  }

  async #run(signal: AbortSignal): Promise<void> {
    let attempt = 0;
    let end: LifeEnd = 'lost';
    while (!signal.aborted) {
      // What failed without a network says nothing of the one that is there now.
      if (await this.#untilNetwork(signal)) attempt = 0;
      if (signal.aborted) return;
      this.#apply({ type: 'connect' });
      const before = end;
      end = await this.#live(signal);
      if (signal.aborted) return;
      attempt = end === 'lost' ? 0 : attempt + 1;
      // A new token was all that was missing: nobody else waits for the same moment.
      const isQuick = end === 'renewed' && before !== 'renewed';
      if (this.#deps.network.online) await this.#wait(backoff(isQuick ? 0 : firstTry + attempt, this.#deps.random), signal);
    }
  }

  /** @returns whether there was none. */
  async #untilNetwork(running: AbortSignal): Promise<boolean> {
    if (this.#deps.network.online) return false;
    this.#apply({ type: 'stopped' });
    const stage = this.#stage(running, (online) => online);
    await aborted(stage.signal);
    stage.end();
    return true;
  }

  async #wait(milliseconds: number, running: AbortSignal): Promise<void> {
    this.#apply({ type: 'lost', until: this.#deps.now() + milliseconds });
    const stage = this.#stage(running, () => true);
    this.#endWait = stage.end;
    await delay(milliseconds, stage.signal);
    this.#endWait = null;
    stage.end();
  }

  /** One connection, and those that take over from it, from the first try to the loss. */
  async #live(running: AbortSignal): Promise<LifeEnd> {
    let life = this.#begin(running);
    this.#link = life.link;
    try {
      await this.#open(life);
      this.#apply({ type: 'opened' });
      await this.#catchUp(life);
      this.#apply({ type: 'synced' });
      for (let next: Life | null = life; next !== null; next = await this.#stay(life, running)) life = next;
      return 'lost';
    } catch (error) {
      if (running.aborted) return 'failed';
      this.#deps.logger.debug(`Connection lost: ${String(error)}`);
      const wasRefused = error instanceof ApiError && error.code === 'unauthenticated';
      return wasRefused && (await this.#renewToken()) ? 'renewed' : 'failed';
    } finally {
      life.stage.end();
      life.link.close();
      if (this.#link === life.link) this.#link = null;
    }
  }

  /** Until the link is gone, or another one has taken over because its server drains. @returns the other one. */
  async #stay(life: Life, running: AbortSignal): Promise<Life | null> {
    const gone = aborted(life.stage.signal);
    const asked = new Promise<number>((resolve) => (this.#move = resolve));
    const within = await Promise.race([asked, gone.then(() => null)]);
    this.#move = null;
    if (within === null) return null;
    await delay(within * this.#deps.random(), life.stage.signal);
    const next = life.stage.signal.aborted ? null : await this.#takeOver(life, running);
    if (next === null) await gone;
    return next;
  }

  /** The new link is open and up to date before the old one goes; calls under way on that one are still answered. */
  async #takeOver(old: Life, running: AbortSignal): Promise<Life | null> {
    const next = this.#begin(running);
    try {
      await this.#open(next);
      this.#link = next.link;
      await this.#catchUp(next);
      old.stage.end();
      old.link.retire();
      return next;
    } catch (error) {
      // The old one goes on until the server closes it.
      this.#deps.logger.debug(`Could not move: ${String(error)}`);
      const hasBegun = this.#link === next.link;
      next.stage.end();
      next.link.close();
      if (hasBegun) {
        this.#link = old.link;
        // What asked the new one for what was missed asks this one from now on.
        await this.#catchUp(old);
      }
      return null;
    }
  }

  #begin(running: AbortSignal): Life {
    const link = this.#deps.createLink();
    const stage = this.#stage(running, (online) => !online);
    void link.closed.then(stage.end);
    return { link, stage };
  }

  #open({ link, stage }: Life): Promise<void> {
    return unless(aborted(stage.signal), Promise.race([link.open(), delay(openTimeout, stage.signal).then(tooLong)]));
  }

  #catchUp({ stage }: Life): Promise<void> {
    return unless(aborted(stage.signal), this.#deps.catchUp(stage.signal));
  }

  /** A stretch of time that ends with the whole run, when the network becomes as `until` says, or by `end`. */
  #stage(running: AbortSignal, until: (online: boolean) => boolean): Stage {
    const controller = new AbortController();
    const end = () => {
      controller.abort();
      unsubscribe();
      running.removeEventListener('abort', end);
    };
    const unsubscribe = this.#deps.network.subscribe(() => {
      if (until(this.#deps.network.online)) end();
    });
    running.addEventListener('abort', end);
    if (running.aborted) end();
    return { signal: controller.signal, end };
  }

  /** @returns whether there is a new one. */
  async #renewToken(): Promise<boolean> {
    try {
      await this.#deps.renewToken();
      return true;
    } catch (error) {
      this.#deps.logger.warn('No new token.', error);
      return false;
    }
  }
}

/** The work's outcome, or a failure as soon as `gone` resolves. */
function unless(gone: Promise<void>, work: Promise<void>): Promise<void> {
  return Promise.race([work, gone.then(() => Promise.reject(networkError('connection lost')))]);
}

function tooLong(): never {
  throw networkError('the connection did not open in time');
}
