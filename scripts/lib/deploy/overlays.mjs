import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import { usageError } from '../failure.mjs';
import { cacheFolder, root as repository } from '../paths.mjs';
import { images } from './product.mjs';

const placeholder = 'REPLACE_ME';

/** The folders of all overlays, or of the one that is named: one of deploy/overlays, or a path. */
export function findOverlays(root, name, usage) {
  const folder = join(root, 'deploy/overlays');
  const names = readdirSync(folder).sort();
  if (name === undefined) return names.map((one) => join(folder, one));
  const found = names.includes(name) ? join(folder, name) : resolve(name);
  if (!existsSync(join(found, 'kustomization.yaml')))
    throw usageError(`There is no overlay '${name}'. There are ${names.join(', ')}; a path must lead to a folder with a kustomization.yaml.`, usage);
  return [found];
}

/** The lines of an overlay that still hold no name of the reader's own. */
export function placeholders(folder) {
  return readdirSync(folder).filter((name) => name.endsWith('.yaml')).flatMap((name) => {
    const file = join(folder, name);
    return readFileSync(file, 'utf8').split('\n').flatMap((line, index) => (
      line.includes(placeholder) && !line.trimStart().startsWith('#')
        ? [`${shown(file)}:${index + 1}: ${line.trim()}`] : []));
  });
}

/** A path below the repository without the way there. */
const shown = (file) => (relative(repository, file).startsWith('..') ? file : relative(repository, file));

/** Writes what is applied: `folder`, a kustomization that is the overlay with these images, and the file of the `namespace`. */
export function writeKustomization(overlay, { registry, tag, namespace }) {
  const folder = join(cacheFolder, 'deploy', basename(overlay));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kustomization.yaml'), stringify({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [relative(folder, overlay)],
    images: Object.values(images).map(({ image }) => ({ name: image, newName: imageName(registry, image), newTag: tag })),
  }));
  const file = join(folder, 'namespace.json');
  writeFileSync(file, JSON.stringify(namespace));
  return { folder, namespace: file };
}

export const imageName = (registry, image) => (registry ? `${registry.replace(/\/$/, '')}/${image}` : image);
