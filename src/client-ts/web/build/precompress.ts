import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(js|css|html|svg|json|webmanifest)$/;

/** Below this size (bytes) a compressed form saves no packet. */
const threshold = 1_024;

const forms = [
  { suffix: '.br', compress: promisify(brotliCompress), options: { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } } },
  { suffix: '.gz', compress: promisify(gzip), options: { level: 9 } },
] as const;

/** Writes `name.br` and `name.gz` beside what the server sends often. After all other plugins, for it takes what they have written. */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    enforce: 'post',
    configResolved: ({ root, build }) => void (folder = resolve(root, build.outDir)),
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        for (const name of await readdir(folder, { recursive: true })) {
          if (compressible.test(name) && !name.startsWith('.')) await compressFile(join(folder, name));
        }
      },
    },
  };
}

async function compressFile(path: string): Promise<void> {
  if ((await stat(path)).size < threshold) return;
  const plain = await readFile(path);
  for (const { suffix, compress, options } of forms) {
    const packed = await compress(plain, options);
    if (packed.length < plain.length) await writeFile(path + suffix, packed);
  }
}
