import type { HubConnection } from '@microsoft/signalr';
import { HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr';
import { ApiError, fromHub, networkError } from '../api/errors.js';
import type { HubCalls, HubLink, HubMethod, PushHandlers } from './hub.js';
import { TracedProtocol } from './traced-protocol.js';

const keepAlive = 10_000;
const serverTimeout = 30_000;

/** A hub call that takes longer than this (milliseconds) counts as unanswered. */
const callTimeout = 30_000;

/** A SignalR connection over any transport, with no reconnecting of its own. */
export class SignalRLink implements HubLink {
  readonly closed: Promise<void>;
  readonly #connection: HubConnection;
  #callsInFlight = 0;
  #isRetired = false;

  constructor(
    baseUrl: string,
    accessToken: () => Promise<string>,
    traceparent: () => string,
    handlers: PushHandlers,
  ) {
    this.#connection = new HubConnectionBuilder()
      .withUrl(`${baseUrl}/hubs/chat`, { accessTokenFactory: accessToken })
      .withHubProtocol(new TracedProtocol(traceparent))
      .withServerTimeout(serverTimeout)
      .withKeepAliveInterval(keepAlive)
      .configureLogging(LogLevel.None)
      .build();
    this.closed = new Promise((resolve) => this.#connection.onclose(() => resolve()));
    for (const [push, handle] of Object.entries(handlers)) this.#connection.on(push, handle);
  }

  async open(): Promise<void> {
    try {
      await this.#connection.start();
    } catch (error) {
      if (error instanceof ApiError) throw error;
      // A failed negotiation keeps the status in its text alone.
      if (String(error).includes("Status code '401'")) {
        throw new ApiError('unauthenticated', 'The token was refused.', { status: 401, cause: error });
      }
      throw networkError(error);
    }
  }

  close(): void {
    // Stopping waits for the other side, which may be unreachable; nobody needs to wait for it.
    this.#connection.stop().catch(() => {});
  }

  retire(): void {
    this.#isRetired = true;
    this.#closeIfDone();
  }

  async call<Method extends HubMethod>(
    method: Method,
    argument: HubCalls[Method]['argument'],
  ): Promise<HubCalls[Method]['answer']> {
    if (this.#connection.state !== HubConnectionState.Connected) throw networkError('not connected');
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLong = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(networkError(`${method} was not answered`)), callTimeout);
    });
    this.#callsInFlight++;
    const answer = argument === null ? this.#connection.invoke(method) : this.#connection.invoke(method, argument);
    try {
      return (await Promise.race([answer, tooLong])) as HubCalls[Method]['answer'];
    } catch (error) {
      throw fromHub(error);
    } finally {
      clearTimeout(timer);
      this.#callsInFlight--;
      this.#closeIfDone();
    }
  }

  #closeIfDone(): void {
    if (this.#isRetired && this.#callsInFlight === 0) this.close();
  }
}
