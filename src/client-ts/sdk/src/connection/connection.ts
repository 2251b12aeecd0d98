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

/** Keeps one connection to the hub alive, from {@link start} to {@link stop} or {@link end}. */
export class Connection {
  readonly #deps: ConnectionDependencies;
  readonly #state = new Store<ConnectionState>({ status: 'offline' });
  #link: HubLink | null = null;
  #running: AbortController | null = null;
  #endWait: (() => void) | null = null;

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
    while (!signal.aborted) {
      await this.#untilNetwork(signal);
      if (signal.aborted) return;
      this.#apply({ type: 'connect' });
      const wasOnline = await this.#live(signal);
      if (signal.aborted) return;
      attempt = wasOnline ? 0 : attempt + 1;
      if (this.#deps.network.online) await this.#wait(backoff(firstTry + attempt, this.#deps.random), signal);
    }
  }

  async #untilNetwork(running: AbortSignal): Promise<void> {
    if (this.#deps.network.online) return;
    this.#apply({ type: 'stopped' });
    const stage = this.#stage(running, (online) => online);
    await aborted(stage.signal);
    stage.end();
  }

  async #wait(milliseconds: number, running: AbortSignal): Promise<void> {
    this.#apply({ type: 'lost', until: this.#deps.now() + milliseconds });
    const stage = this.#stage(running, () => true);
    this.#endWait = stage.end;
    await delay(milliseconds, stage.signal);
    this.#endWait = null;
    stage.end();
  }

  /** One connection, from the first try to its loss. @returns whether it was of use. */
  async #live(running: AbortSignal): Promise<boolean> {
    const link = this.#deps.createLink();
    this.#link = link;
    const stage = this.#stage(running, (online) => !online);
    void link.closed.then(stage.end);
    const gone = aborted(stage.signal);
    try {
      await unless(gone, Promise.race([link.open(), delay(openTimeout, stage.signal).then(tooLong)]));
      this.#apply({ type: 'opened' });
      await unless(gone, this.#deps.catchUp(stage.signal));
      this.#apply({ type: 'synced' });
      await gone;
      return true;
    } catch (error) {
      if (running.aborted) return false;
      this.#deps.logger.debug(`Connection lost: ${String(error)}`);
      if (error instanceof ApiError && error.code === 'unauthenticated') await this.#renewToken();
      return false;
    } finally {
      stage.end();
      link.close();
      if (this.#link === link) this.#link = null;
    }
  }

  /** A stretch of time that ends with the whole run, when the network becomes as `until` says, or by `end`. */
  #stage(running: AbortSignal, until: (online: boolean) => boolean): { signal: AbortSignal; end: () => void } {
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

  async #renewToken(): Promise<void> {
    try {
      await this.#deps.renewToken();
    } catch (error) {
      this.#deps.logger.warn('No new token.', error);
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
