import { describe, expect, it } from 'vitest';
import { fromHub, fromResponse } from '../../src/api/errors.js';

describe('a failed answer', () => {
  it('keeps code, fields and the wait the server asked for', async () => {
    const body = JSON.stringify({ code: 'rate_limited', detail: 'Slow down.', errors: { content: ['Too much.'] } });
    const error = await fromResponse(new Response(body, { status: 429, headers: { 'Retry-After': '7' } }));
    expect(error).toMatchObject({
      code: 'rate_limited',
      status: 429,
      detail: 'Slow down.',
      retryAfter: 7000,
      permanent: false,
    });
    expect(error.fields).toEqual({ content: ['Too much.'] });
  });

  it('is judged by its status when a proxy wrote it', async () => {
    const error = await fromResponse(new Response('<html>Bad gateway</html>', { status: 502 }));
    expect(error.code).toBe('unavailable');
  });
});

describe('a failed hub call', () => {
  it('tells the code behind the words of SignalR', () => {
    const text =
      "An unexpected error occurred invoking 'SendMessage' on the server. HubException: forbidden: You are blocked: sorry.";
    expect(fromHub(new Error(text))).toMatchObject({
      code: 'forbidden',
      detail: 'You are blocked: sorry.',
      permanent: true,
    });
  });

  it('tells the code of a bare text', () => {
    expect(fromHub(new Error('unavailable: Try again.'))).toMatchObject({ code: 'unavailable', permanent: false });
  });

  it('is a fault when the server says nothing', () => {
    expect(fromHub(new Error("An unexpected error occurred invoking 'SendMessage' on the server.")).code).toBe(
      'unknown',
    );
  });

  it('is the network when there was no answer', () => {
    expect(fromHub(new Error('Invocation canceled due to the underlying connection being closed.')).code).toBe(
      'network',
    );
  });
});
