import { once } from 'node:events';
import { createServer } from 'node:net';

/** Null when this port of 127.0.0.1 can be listened on, else the system's reason, such as EADDRINUSE. */
export async function whyNotFree(port) {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
    return null;
  } catch (error) {
    return error.code;
  } finally {
    probe.close();
  }
}
