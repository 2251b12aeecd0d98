import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from './documents.mjs';

/** The images: each is a target of the Dockerfile and holds what one project publishes. */
export const images = {
  silo: { image: 'orleanschat-silo', project: 'Silo' },
  frontend: { image: 'orleanschat-frontend', project: 'WebFrontend' },
  balancer: { image: 'orleanschat-balancer', project: 'LoadBalancer' },
};

/** Names of the settings that the sources or the documentation name, such as `Chat:Silo:Port`. */
export function knownSettings(root) {
  const inSources = sources(join(root, 'src')).flatMap((file) => [...readText(file).matchAll(/"(Chat:[\w:]+)"/g)].map((match) => match[1]));
  const known = new Set(inSources);
  let parent = '';
  for (const [, name] of readText(join(root, 'docs/configuration.md')).matchAll(/`((?:Chat)?:[\w:]+)`/g)) {
    // `Chat:Silo:Address`, `:Port`: what begins with a colon stands beside the name before it.
    const full = name.startsWith(':') ? parent + name : name;
    if (!name.startsWith(':')) parent = name.slice(0, name.lastIndexOf(':'));
    known.add(full);
  }
  for (const [row] of readText(join(root, 'docs/images.md')).matchAll(/^\| `.*/gm))
    for (const [, name] of row.split('|')[1].matchAll(/`([\w:]+)`/g)) known.add(`Chat:Blobs:${name}`);
  return known;
}

/** The setting that an environment variable sets; an entry of a list counts as the list. */
export const settingOf = (variable) => variable.replaceAll('__', ':').replace(/:\d+$/, '');

/** Whether a project's source maps this path: as a whole, or its last part below a group of the rest. */
export function servesPath(root, project, path) {
  const folder = join(root, 'src', project);
  const source = existsSync(folder) ? sources(folder).map(readText).join('\n') : '';
  const cut = path.lastIndexOf('/');
  return source.includes(`"${path}"`)
    || (source.includes(`"${path.slice(0, cut)}"`) && source.includes(`${path.slice(cut)}"`));
}

const sources = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.cs') && !/[/\\](bin|obj)([/\\]|$)/.test(entry.parentPath))
  .map((entry) => join(entry.parentPath, entry.name));
