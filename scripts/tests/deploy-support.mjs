import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { dryRun, overlayNames } from '../lib/deploy/dry-run.mjs';
import { root } from '../lib/paths.mjs';

const parts = ['.dockerignore', '.editorconfig', 'Directory.Build.props', 'Directory.Packages.props', 'Dockerfile', 'deploy',
  'docker-compose.yml', 'docs', 'global.json', 'src'];
const built = /(^|\/)(bin|obj|node_modules|dist)(\/|$)/;

/** A copy of what a dry run looks at, in which faults may be planted; removed with the tests. */
export function copyOfRepository(t) {
  const copy = mkdtempSync(join(tmpdir(), 'orleanschat-deploy-'));
  t.after(() => rmSync(copy, { recursive: true, force: true }));
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true, filter: (path) => !built.test(relative(root, path)) });
  return {
    folder: copy,
    check: async (overlays = overlayNames(copy)) =>
      (await dryRun(copy, overlays.map((name) => join(copy, 'deploy/overlays', name)))).problems,
    /** Runs `work` while `text` stands in the file in the place of `old`. */
    async changed(file, old, text, work) {
      const path = join(copy, file);
      const before = readFileSync(path, 'utf8');
      if (!before.includes(old)) throw new Error(`${file} does not hold: ${old}`);
      writeFileSync(path, before.replace(old, text));
      try {
        return await work();
      } finally {
        writeFileSync(path, before);
      }
    },
    write(file, text) {
      mkdirSync(join(copy, file, '..'), { recursive: true });
      writeFileSync(join(copy, file), text);
    },
  };
}

/**
 * A PATH that leads to what scripts need and, in the place of the tools named in `answers`, to stand-ins: each writes down what it is
 * told and answers by the first of its patterns that fits. Tools that are not named are not there.
 */
export function pathWith(t, answers) {
  const folder = mkdtempSync(join(tmpdir(), 'orleanschat-path-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['bash', 'dirname', 'git', 'env']) symlinkSync(which(name), join(folder, name));
  symlinkSync(process.execPath, join(folder, 'node'));
  const log = join(folder, 'calls.log');
  writeFileSync(log, '');
  for (const [name, cases] of Object.entries(answers)) {
    const arms = cases.map(([pattern, answer, code = 0]) => `  ${pattern.replaceAll(' ', '\\ ')}) echo '${answer}'; exit ${code} ;;`).join('\n');
    writeFileSync(join(folder, name), `#!/bin/bash\necho "${name} $*" >> '${log}'\ncase "$*" in\n${arms}\nesac\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { env: { PATH: folder }, calls: () => readFileSync(log, 'utf8').trim().split('\n') };
}

export const which = (name) => execFileSync('bash', ['-c', `command -v ${name} || true`], { encoding: 'utf8' }).trim();
