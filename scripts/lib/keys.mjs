import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from './failure.mjs';

const keyBytes = 32;

/**
 * The keys of a data folder as settings of silos and front-ends: those that the environment gives, else those of keys.json, which
 * is made on the first start. It is the file that the server in one process makes and reads, so either runs on the other's data.
 */
export async function keysOf(folder) {
  if (process.env.Chat__Keys__Signing) return {};
  const file = join(folder, 'keys.json');
  if (!existsSync(file)) await create(file);
  try {
    const { signing, names } = JSON.parse(readFileSync(file, 'utf8'));
    if (!signing || !names) throw new Error('It lacks "signing" or "names".');
    return { Chat__Keys__Signing: signing, Chat__Keys__Names: names };
  } catch (error) {
    // Never made anew: the accounts of the database cannot be found without its names key.
    throw new Failure(`${file} is damaged: ${error.message} Restore it from a backup.`);
  }
}

/** Whole or not at all, and readable only by its owner. */
async function create(file) {
  const draft = `${file}.${process.pid}`;
  const key = () => randomBytes(keyBytes).toString('base64');
  const handle = await open(draft, 'wx', 0o600);
  await handle.writeFile(JSON.stringify({ signing: key(), names: key() }));
  await handle.sync();
  await handle.close();
  linkSync(draft, file);
  rmSync(draft);
}
