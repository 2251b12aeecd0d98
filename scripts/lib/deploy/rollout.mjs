import { arch } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { restoreConfig } from '../dotnet.mjs';
import { Failure } from '../failure.mjs';
import { root } from '../paths.mjs';
import { readGiven } from './dry-run.mjs';
import { render } from './kustomize.mjs';
import { imageName, writeKustomization } from './overlays.mjs';
import { images } from './product.mjs';
import { requireTool, tool } from './tools.mjs';
import { named, workloadsOf } from './workloads.mjs';

const rolloutLimit = '10m';
const addressTries = 60;
const addressPauseMilliseconds = 5_000;

/** Builds, pushes, applies, waits until it runs, and says where. */
export async function deploy({ overlay, registry, tag, platform, context, signal, say, ...options }) {
  const kubectl = kubectlOf(context, signal);
  if (!options['skip-build']) await requireTool('docker', { signal });
  await kubectl.require();
  const chosen = tag ?? await commitTag(signal);

  if (!options['skip-build']) {
    await build({ registry, tag: chosen, platform: platform ?? (registry ? 'linux/amd64' : thisPlatform()), signal, say });
    await (registry ? push({ registry, tag: chosen, signal, say }) : load({ tag: chosen, kubectl, signal, say }));
  }

  const resources = render(overlay);
  const namespace = resources.find((resource) => resource.kind === 'Namespace').metadata.name;
  const files = writeKustomization(overlay, { registry, tag: chosen, namespace: named(resources, 'Namespace', namespace) });
  say(`Applying to namespace ${namespace}`);
  await kubectl('apply', '--filename', files.namespace);
  await requireGiven(kubectl, namespace, readGiven(overlay));
  await kubectl('apply', '--kustomize', files.folder);
  for (const { kind, metadata } of workloadsOf(resources)) {
    say(`Waiting for ${metadata.name}`);
    await kubectl('rollout', 'status', `${kind.toLowerCase()}/${metadata.name}`, '--namespace', namespace, `--timeout=${rolloutLimit}`);
  }
  for (const line of await address(kubectl, namespace, resources, signal)) say(line);
}

/** kubectl with a context: `await kubectl(...arguments)` resolves to what it prints. */
export function kubectlOf(context, signal) {
  const extra = context ? ['--context', context] : [];
  const kubectl = (...args) => tool('kubectl', [...extra, ...args], { signal });
  kubectl.require = () => requireTool('kubectl', { extra, signal });
  kubectl.context = async () => context ?? await kubectl('config', 'current-context');
  return kubectl;
}

async function build({ registry, tag, platform, signal, say }) {
  for (const [target, { image }] of Object.entries(images)) {
    const name = `${imageName(registry, image)}:${tag}`;
    say(`Building ${name}`);
    await tool('docker', ['build', '--pull', '--target', target, '--platform', platform, '--tag', name,
      ...(restoreConfig ? ['--secret', `id=nuget,src=${restoreConfig}`] : []), '.'], { cwd: root, signal });
  }
}

async function push({ registry, tag, signal, say }) {
  for (const { image } of Object.values(images)) {
    const name = `${imageName(registry, image)}:${tag}`;
    say(`Pushing ${name}`);
    await tool('docker', ['push', name], { signal });
  }
}

/** Gives the images to a cluster on this machine. */
async function load({ tag, kubectl, signal, say }) {
  const context = await kubectl.context();
  const names = Object.values(images).map(({ image }) => `${image}:${tag}`);
  if (context === 'docker-desktop') return;
  say(`Loading the images into ${context}`);
  if (context.startsWith('kind-')) await tool('kind', ['load', 'docker-image', ...names, '--name', context.slice('kind-'.length)], { signal });
  else if (context === 'minikube') await tool('minikube', ['image', 'load', ...names], { signal });
  else throw new Failure(`The context ${context} is none of kind, minikube or Docker Desktop. Choose one with --context, or deploy another overlay with --registry.`);
}

async function requireGiven(kubectl, namespace, { secrets = {}, configMaps = {} }) {
  for (const [kind, holders] of [['secret', secrets], ['configmap', configMaps]]) {
    for (const [name, keys] of Object.entries(holders)) {
      const found = await kubectl('get', kind, name, '--namespace', namespace, '--ignore-not-found', '--output', 'json');
      const there = found ? Object.keys(JSON.parse(found).data ?? {}) : [];
      const missing = keys.filter((key) => !there.includes(key));
      if (missing.length > 0)
        throw new Failure(`The namespace ${namespace} has no ${kind} ${name} with ${missing.join(', ')}. docs/deploy.md has the command that makes it; then run this again.`);
    }
  }
}

async function address(kubectl, namespace, resources, signal) {
  const service = named(resources, 'Service', 'balancer');
  if (service.spec.type !== 'LoadBalancer') {
    const forward = (name, ports) => `kubectl --namespace ${namespace} port-forward service/${name} ${ports}`;
    return [
      `deployed; reach it at http://127.0.0.1:8080 while this runs: ${forward('balancer', '8080:80')}`,
      ...(named(resources, 'Service', 'azurite') ? [`and images, while this runs: ${forward('azurite', '10000:10000')}`] : []),
    ];
  }
  for (let attempt = 0; attempt < addressTries; attempt++) {
    const found = await kubectl('get', 'service', 'balancer', '--namespace', namespace,
      '--output', 'jsonpath={.status.loadBalancer.ingress[0].hostname}{.status.loadBalancer.ingress[0].ip}');
    if (found) return [`deployed; its address is ${found}: point your host name there`];
    await delay(addressPauseMilliseconds, undefined, { signal });
  }
  throw new Failure(`Everything runs, but the cloud has given no address yet. Ask: kubectl --namespace ${namespace} describe service balancer`);
}

/** The commit; with changes beside it, the time too, so that the cluster sees another image. */
async function commitTag(signal) {
  const commit = await tool('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: root, signal });
  const changed = await tool('git', ['status', '--porcelain'], { cwd: root, signal });
  return changed ? `${commit}-${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}` : commit;
}

const thisPlatform = () => `linux/${arch() === 'arm64' ? 'arm64' : 'amd64'}`;
