import { join } from 'node:path';
import { binaryOf } from './paths.mjs';
import { isHealthy, listeningAddress, spawnProduct, whenReady } from './product-process.mjs';

/**
 * Starts the built server on 127.0.0.1 and resolves when it is ready; port 0 lets the system choose.
 * Resolves to `{ pid, url, logFile, exited, stop(hurry) }`. When `signal` aborts, nothing is left running.
 */
export async function startServer({ runtime, database, folder, port, env = {}, onStarted, signal }) {
  const server = spawnProduct({
    binary: binaryOf('Standalone', runtime),
    args: ['--urls', `http://127.0.0.1:${port}`],
    env: { Chat__Database: database, ...env },
    folder,
    logFile: join(folder, 'logs', 'server.log'),
  });
  try {
    onStarted?.(server.pid);
    const ready = async () => {
      const url = port === 0 ? listeningAddress(server.logFile) : `http://127.0.0.1:${port}`;
      return url && await isHealthy(`${url}/health/ready`) && url;
    };
    return { ...server, url: await whenReady(server, 'The server', ready, signal) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
