import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A way to the server that can be cut: every connection through it breaks, and new ones are refused until it is mended. */
export interface CuttableProxy {
  readonly url: string;
  cut(): void;
  mend(): void;
  /** Cuts as soon as so many more bytes have come back from the server. */
  cutAfter(bytes: number): void;
  close(): Promise<void>;
}

export async function cuttableProxy(target: string): Promise<CuttableProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isCut = false;
  let budget = Infinity;
  const cut = () => {
    isCut = true;
    budget = Infinity;
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((inside) => {
    if (isCut) return void inside.destroy();
    const outside = connect({ host: hostname, port: Number(port) });
    for (const [socket, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    inside.pipe(outside);
    outside.on('data', (data) => {
      budget -= data.length;
      if (budget < 0) cut();
      else inside.write(data);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => void (isCut = false),
    cutAfter: (bytes) => void (budget = bytes),
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
