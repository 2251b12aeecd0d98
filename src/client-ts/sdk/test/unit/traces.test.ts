import { MessageType } from '@microsoft/signalr';
import { describe, expect, it } from 'vitest';
import { HttpTransport } from '../../src/api/http.js';
import { TracedProtocol } from '../../src/connection/traced-protocol.js';
import { traceparent } from '../../src/platform/traceparent.js';

const recordSeparator = '\u001e';

function written(protocol: TracedProtocol, message: Parameters<TracedProtocol['writeMessage']>[0]): unknown {
  const text = protocol.writeMessage(message);
  expect(text.endsWith(recordSeparator)).toBe(true);
  return JSON.parse(text.slice(0, -1));
}

describe('a traceparent', () => {
  it('has the form of the W3C, and says whether the trace is recorded', () => {
    expect(traceparent(true)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(traceparent(false)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });

  it('begins a trace of its own each time', () => {
    const traces = Array.from({ length: 100 }, () => traceparent(true).slice(3, 35));
    expect(new Set(traces).size).toBe(100);
  });
});

describe('a hub call', () => {
  const protocol = new TracedProtocol(() => '00-trace');

  it('carries one, and is else as SignalR writes it', () => {
    const call = { type: MessageType.Invocation, invocationId: '7', target: 'Ping', arguments: [{ a: 1 }], streamIds: [] } as const;
    expect(written(protocol, { ...call, arguments: [...call.arguments], streamIds: [] })).toEqual({
      ...call,
      headers: { traceparent: '00-trace' },
    });
  });

  it('keeps the headers it had', () => {
    const call = { type: MessageType.Invocation, target: 'Ping', arguments: [], headers: { other: 'kept' } } as const;
    expect(written(protocol, { ...call, arguments: [] })).toMatchObject({
      headers: { other: 'kept', traceparent: '00-trace' },
    });
  });

  it('is the only message that does', () => {
    expect(written(protocol, { type: MessageType.Ping })).toEqual({ type: MessageType.Ping });
  });
});

describe('a request', () => {
  const asked: RequestInit[] = [];
  const answer: typeof fetch = async (_url, init) => {
    asked.push(init ?? {});
    return new Response('{}');
  };
  let traces = 0;
  const transport = new HttpTransport('', answer, () => `00-${++traces}`);

  it('carries one of its own, save where it may be led to another server', async () => {
    await transport.send({ method: 'GET', path: '/users/me' });
    await transport.send({ method: 'GET', path: '/users/me' });
    await transport.locate({ method: 'GET', path: '/images/i.1' });
    expect(asked.map((init) => new Headers(init.headers).get('traceparent'))).toEqual(['00-1', '00-2', null]);
  });
});
