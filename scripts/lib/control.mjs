import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Failure } from './failure.mjs';
import { scriptOn } from './folder-lock.mjs';

// Short, because the path of a Unix socket may have 103 characters (macOS) or 107 (Linux); the data folder's may have more.
const socketDirPrefix = '/tmp/orleanschat-up-';

/**
 * Lets other calls of the script give commands to this one, which runs on `folder`: a Unix socket in a private folder, named by the
 * file up.socket. `command(name, args, say)` resolves to an exit code; what it says, and a Failure's message, is shown over there.
 * Resolves to a function that ends it.
 */
export async function takeCommands(folder, command) {
  removeLeftover(folder);
  const path = join(mkdtempSync(socketDirPrefix), 'socket');
  const server = createServer((socket) => serve(socket, command)).listen(path);
  await once(server, 'listening');
  writeFileSync(fileOf(folder), path, { mode: 0o600 });
  return () => {
    server.close();
    removeLeftover(folder);
  };
}

/** Gives a command to the script that runs on `folder`; resolves to its exit code. */
export async function giveCommand(folder, name, args, say) {
  const socket = existsSync(fileOf(folder)) && await connected(readFileSync(fileOf(folder), 'utf8'));
  if (!socket) throw new Failure(whyNobodyAnswers(folder));
  socket.write(`${JSON.stringify({ name, args })}\n`);
  for await (const line of createInterface({ input: socket })) {
    const { said, exitCode } = JSON.parse(line);
    if (exitCode !== undefined) return exitCode;
    say(said);
  }
  throw new Failure('The script that runs the cluster ended before the command was done.');
}

function whyNobodyAnswers(folder) {
  const script = existsSync(folder) && scriptOn(folder);
  return script
    ? `The scripts/up on ${folder} (process ${script}) is still starting, or serves in one process, which has nothing to add or stop.`
    : `No cluster runs on ${folder}. Start one with scripts/up --silos 3 --frontends 2, or name its folder with --data.`;
}

async function serve(socket, command) {
  // Whoever asked may leave; what was asked is done all the same.
  socket.on('error', () => {});
  const answer = (message) => socket.writable && socket.write(`${JSON.stringify(message)}\n`);
  for await (const line of createInterface({ input: socket })) {
    try {
      const { name, args } = JSON.parse(line);
      answer({ exitCode: await command(name, args, (said) => answer({ said })) });
    } catch (error) {
      answer({ said: error instanceof Failure ? error.message : error.stack });
      answer({ exitCode: error.exitCode ?? 1 });
    }
    socket.end();
  }
}

async function connected(path) {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    return null;
  }
}

const fileOf = (folder) => join(folder, 'up.socket');

function removeLeftover(folder) {
  const file = fileOf(folder);
  if (!existsSync(file)) return;
  const path = readFileSync(file, 'utf8');
  if (/^\/tmp\/orleanschat-up-\w{6}\/socket$/.test(path)) rmSync(dirname(path), { recursive: true, force: true });
  rmSync(file, { force: true });
}
