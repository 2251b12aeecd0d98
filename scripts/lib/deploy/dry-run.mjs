import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Failure } from '../failure.mjs';
import { clusterChecks } from './cluster-checks.mjs';
import { composeProblems } from './compose.mjs';
import { readDocument } from './documents.mjs';
import { dockerfileProblems, readDockerfile } from './dockerfile.mjs';
import { schemaProblems } from './kubernetes-schema.mjs';
import { render } from './kustomize.mjs';
import { podChecks } from './pod-checks.mjs';
import { images } from './product.mjs';

/** The overlays that a repository holds. */
export const overlayNames = (root) => readdirSync(join(root, 'deploy/overlays')).sort();

/**
 * Checks all that a deployment is made of, without a cluster, kubectl or Docker. Resolves to `{ problems, resources }`: a sentence
 * for each fault, and the number of manifests that were looked at.
 */
export async function dryRun(root, overlays) {
  const problems = [];
  let resources = 0;
  const attempt = async (part) => {
    try {
      for await (const problem of part()) problems.push(problem);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(error.message);
    }
  };

  const dockerfile = readDockerfile(root);
  await attempt(() => dockerfileProblems(root, dockerfile, images));
  await attempt(() => composeProblems(root, dockerfile));
  for (const folder of overlays) {
    await attempt(async function* () {
      const manifests = render(folder);
      resources += manifests.length;
      for await (const problem of manifestProblems(manifests, { root, dockerfile, given: readGiven(folder) })) yield `${relative(root, folder)}: ${problem}`;
    });
  }
  return { problems, resources };
}

async function* manifestProblems(manifests, { root, dockerfile, given }) {
  let misshapen = false;
  for (const manifest of manifests) {
    for (const problem of await schemaProblems(manifest)) {
      misshapen = true;
      yield problem;
    }
  }
  // The other checks count on the shape that the schemas describe.
  if (misshapen) return;
  for (const check of clusterChecks) yield* check(manifests, given);
  for (const check of podChecks) yield* check(manifests, { root, dockerfile });
}

/** What the namespace must hold already: names of secrets and config maps, with their keys. */
export function readGiven(folder) {
  const file = join(folder, 'given.yaml');
  return existsSync(file) ? readDocument(file) : {};
}
