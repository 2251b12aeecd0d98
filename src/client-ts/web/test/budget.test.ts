import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

/** The most JavaScript that the first load may bring, compressed with gzip, in bytes. */
const budget = 95_000;

const dist = new URL('../dist/', import.meta.url);
const manifestFile = new URL('.vite/manifest.json', dist);

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

/** The page's script and all that it imports at once. */
function firstLoad(manifest: Readonly<Record<string, Chunk>>): readonly string[] {
  const chunks = new Set(Object.values(manifest).filter(({ isEntry }) => isEntry === true));
  for (const { imports = [] } of chunks) {
    for (const name of imports) {
      const chunk = manifest[name];
      if (chunk !== undefined) chunks.add(chunk);
    }
  }
  return [...chunks].map(({ file }) => file).filter((file) => file.endsWith('.js'));
}

if (!existsSync(manifestFile)) console.warn('The first load is not weighed: there is no web/dist. Run `npm run build` first.');

test.skipIf(!existsSync(manifestFile))('the first load keeps to its budget of JavaScript', () => {
  const files = firstLoad(JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, Chunk>);
  expect(files).not.toEqual([]);
  const sizes = files.map((file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.info(`First load: ${(total / 1_000).toFixed(1)} of ${budget / 1_000} KB of JavaScript (gzip) in ${files.length} files.`);
  expect(total).toBeLessThanOrEqual(budget);
});
