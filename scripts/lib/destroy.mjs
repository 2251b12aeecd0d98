import { createInterface } from 'node:readline/promises';
import { installPackages } from './build.mjs';
import { Failure, usageError } from './failure.mjs';
import { main, parseOptions } from './main.mjs';
import { deployFolder, root } from './paths.mjs';

const usage = `usage: scripts/destroy OVERLAY [options]

Takes the product off the cluster that kubectl is set to. The namespace stays, and in it what cannot be made again: volumes and
secrets (the keys without which nobody signs in). A database or bucket outside of the cluster is never touched.

  --with-data       delete the namespace, too, with everything in it
  --yes             do not ask for the name of the namespace
  --context NAME    kubectl's context (default: the current one)
  --help            show this`;

/** What deploy/ is made of; its pods go with them. Volumes (persistentvolumeclaim) and secrets are not among them. */
const kinds = ['ingress', 'horizontalpodautoscaler', 'deployment', 'statefulset', 'service', 'poddisruptionbudget', 'networkpolicy',
  'configmap', 'serviceaccount'];
const say = (line) => console.log(line);

await main(async (stop) => {
  const { values: options, overlay } = readOptions();
  if (options.help) return say(usage);
  await installPackages(deployFolder, say, stop);
  const { findOverlays } = await import('./deploy/overlays.mjs');
  const { render } = await import('./deploy/kustomize.mjs');
  const { kubectlOf } = await import('./deploy/rollout.mjs');
  const [folder] = findOverlays(root, overlay, usage);
  const namespace = render(folder).find((resource) => resource.kind === 'Namespace').metadata.name;
  const kubectl = kubectlOf(options.context, stop);
  await kubectl.require();

  const what = options['with-data'] ? 'everything in it, volumes and secrets included' : 'the product in it';
  if (!options.yes) await confirm(`This deletes ${what}, in namespace ${namespace} of ${await kubectl.context()}.`, namespace, stop);
  say(`Deleting ${what} from namespace ${namespace}`);
  await kubectl('delete', kinds.join(','), '--namespace', namespace, '--selector', 'app.kubernetes.io/part-of=orleanschat', '--ignore-not-found');
  if (options['with-data']) await kubectl('delete', 'namespace', namespace, '--ignore-not-found');
  say(options['with-data'] ? 'deleted' : `deleted; the volumes and secrets of namespace ${namespace} are still there (--with-data)`);
});

async function confirm(warning, namespace, signal) {
  say(warning);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const ended = new Promise((resolve) => terminal.once('close', () => resolve('')));
    const answer = await Promise.race([terminal.question(`Type ${namespace} to go on: `, { signal }), ended]);
    if (answer.trim() !== namespace) throw new Failure('Nothing was deleted: that is not the name of the namespace.');
  } finally {
    terminal.close();
  }
}

function readOptions() {
  const flag = { type: 'boolean' };
  const { values, positionals: [overlay, ...rest] } = parseOptions(
    { 'with-data': flag, yes: flag, context: { type: 'string' }, help: flag }, usage);
  if (rest.length > 0) throw usageError(`Unknown argument '${rest[0]}'`, usage);
  if (!overlay && !values.help) throw usageError('Say which overlay.', usage);
  return { values, overlay };
}
