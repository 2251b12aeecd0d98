import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './processes.mjs';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macApplications = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** The path of Chromium or Chrome: CHROMIUM_PATH, an installed one, or Debian's, installed now when root; else null. */
export async function findChromium(say, signal) {
  const found = installed();
  if (found || process.getuid() !== 0 || !onPath('apt-get')) return found;
  say('Installing Chromium with apt-get');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env, signal });
  await run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { env, signal });
  return installed();
}

const installed = () => process.env.CHROMIUM_PATH
  ?? commands.map(onPath).find((path) => path)
  ?? macApplications.find((path) => existsSync(path))
  ?? null;

const onPath = (command) => process.env.PATH.split(delimiter).map((folder) => join(folder, command)).find(isExecutable);

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
