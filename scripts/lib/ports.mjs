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

/** So many different ports of 127.0.0.1 that nobody listens on now. */
export async function freePorts(count) {
  const probes = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(probes.map((probe) => once(probe, 'listening')));
  const ports = probes.map((probe) => probe.address().port);
  for (const probe of probes) probe.close();
  return ports;
}
