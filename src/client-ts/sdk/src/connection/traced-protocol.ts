import type { HubMessage } from '@microsoft/signalr';
import { JsonHubProtocol, MessageType } from '@microsoft/signalr';

/** SignalR's JSON protocol; each call begins a trace. */
export class TracedProtocol extends JsonHubProtocol {
  readonly #traceparent: () => string;

  constructor(traceparent: () => string) {
    super();
    this.#traceparent = traceparent;
  }

  override writeMessage(message: HubMessage): string {
    return super.writeMessage(
      message.type === MessageType.Invocation
        ? { ...message, headers: { ...message.headers, traceparent: this.#traceparent() } }
        : message,
    );
  }
}
