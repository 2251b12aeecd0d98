import { basename } from 'node:path';
import { installPackages } from './build.mjs';
import { Failure, usageError } from './failure.mjs';
import { main, parseOptions } from './main.mjs';
import { deployFolder, root } from './paths.mjs';

const usage = `usage: scripts/deploy OVERLAY --registry REGISTRY [options]
       scripts/deploy [OVERLAY] --dry-run

Builds the images, pushes them, and brings the product up on the cluster that kubectl is set to. OVERLAY is local, azure, aws,
google, or the path of a folder made from one of them: docs/deploy.md.

  --registry REGISTRY    where the images go, such as ghcr.io/you; not for local, whose cluster gets them directly
  --tag TAG              of the images (default: the commit)
  --platform PLATFORM    of the cluster's nodes (default linux/amd64; for local that of this machine)
  --skip-build           the images are there already
  --context NAME         kubectl's context (default: the current one)
  --dry-run              check manifests, compose file and Dockerfile; needs no cluster, kubectl or Docker
  --help                 show this

Environment: CHAT_RESTORE_CONFIG (a NuGet.Config with your own package feed, used while images are built)`;

const say = (line) => console.log(line);

await main(async (stop) => {
  const options = readOptions();
  if (options.help) return say(usage);
  await installPackages(deployFolder, say, stop);
  const { findOverlays, placeholders } = await import('./deploy/overlays.mjs');
  const overlays = findOverlays(root, options.overlay, usage);
  await check(overlays);
  if (options['dry-run']) return overlays.flatMap(placeholders).forEach((line) => say(`to be filled in: ${line}`));

  const [overlay] = overlays;
  const [open] = placeholders(overlay);
  if (open) throw new Failure(`${open}\nCopy the folder, put your own names in, and deploy the copy: docs/deploy.md.`);
  const { deploy } = await import('./deploy/rollout.mjs');
  await deploy({ ...options, overlay, signal: stop, say });
});

async function check(overlays) {
  const { dryRun } = await import('./deploy/dry-run.mjs');
  const { problems, resources } = await dryRun(root, overlays);
  if (problems.length > 0) throw new Failure(`${problems.join('\n')}\n\n${problems.length} to be mended before anything is deployed.`);
  say(`checked: ${resources} manifests of ${overlays.map((folder) => basename(folder)).join(', ')}; docker-compose.yml; Dockerfile`);
}

function readOptions() {
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  const { values, positionals: [overlay, ...rest] } = parseOptions(
    { registry: text, tag: text, platform: text, 'skip-build': flag, context: text, 'dry-run': flag, help: flag }, usage);
  if (rest.length > 0) throw usageError(`Unknown argument '${rest[0]}'`, usage);
  if (!values.help && !values['dry-run']) {
    if (!overlay) throw usageError('Say which overlay.', usage);
    if (!values.registry && overlay !== 'local') throw usageError('Say with --registry where the images go.', usage);
    if (values.registry && overlay === 'local') throw usageError('local takes no --registry: its cluster gets the images directly.', usage);
  }
  if (values.tag !== undefined && !/^\w[\w.-]{0,127}$/.test(values.tag)) throw usageError(`'${values.tag}' is no tag of an image.`, usage);
  return { ...values, overlay };
}
