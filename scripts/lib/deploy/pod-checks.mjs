import { describe } from './kustomize.mjs';
import { knownSettings, images, servesPath, settingOf } from './product.mjs';
import { containerHasPort, containersOf, ofKind, podOf, probesOf, workloadsOf } from './workloads.mjs';

/** What every pod must be: as said in deploy/, and as the product knows itself. Each check yields a sentence for each fault. */
export const podChecks = [hardening, resourceLimits, mounts, ports, probes, imageNames, settings, endings];

const slackSeconds = 30;

function* hardening(resources) {
  for (const workload of workloadsOf(resources)) {
    const { spec } = podOf(workload);
    const pod = spec.securityContext ?? {};
    if (spec.automountServiceAccountToken !== false) yield `${describe(workload)} mounts a token for the cluster's API.`;
    if (!pod.runAsNonRoot || !pod.runAsUser) yield `${describe(workload)} may run as root.`;
    if (pod.seccompProfile?.type !== 'RuntimeDefault') yield `${describe(workload)} has no seccomp profile.`;
    for (const { securityContext = {} } of containersOf(workload)) {
      if (securityContext.allowPrivilegeEscalation !== false) yield `${describe(workload)} may gain privileges.`;
      if (!securityContext.readOnlyRootFilesystem) yield `${describe(workload)} may write to its image's files.`;
      if (!securityContext.capabilities?.drop?.includes('ALL')) yield `${describe(workload)} keeps capabilities.`;
    }
  }
}

function* resourceLimits(resources) {
  for (const [workload, container] of containers(resources))
    for (const side of ['requests', 'limits'])
      for (const what of ['cpu', 'memory'])
        if (!container.resources?.[side]?.[what]) yield `${describe(workload)} says nothing of ${side} of ${what}.`;
}

function* mounts(resources) {
  for (const [workload, container] of containers(resources)) {
    const volumes = [...podOf(workload).spec.volumes ?? [], ...(workload.spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata)];
    for (const { name } of container.volumeMounts ?? [])
      if (!volumes.some((volume) => volume.name === name)) yield `${describe(workload)}: there is no volume ${name}.`;
  }
}

/** Those of the product are those that its image exposes; a component may add to them. */
function* ports(resources, { dockerfile }) {
  for (const [workload, container] of containers(resources)) {
    const target = targetOf(container);
    if (!target) continue;
    for (const port of dockerfile.exposed(target))
      if (!containerHasPort(container, port)) yield `${describe(workload)}: its image exposes ${port}, and its container does not.`;
    if (target === 'silo' && (dockerfile.exposed(target).join() !== '11111,30000'))
      yield 'Dockerfile: a silo listens on 11111 and 30000.';
  }
}

function* probes(resources, { root }) {
  for (const [workload, container] of containers(resources)) {
    if (!container.readinessProbe) yield `${describe(workload)} has no readiness probe.`;
    for (const { name, httpGet, tcpSocket } of probesOf(container)) {
      const { port } = httpGet ?? tcpSocket ?? {};
      if (port !== undefined && !containerHasPort(container, port)) yield `${describe(workload)}: its ${name} asks port ${port}, which it has not.`;
      if (httpGet && !servesPath(root, images[targetOf(container)].project, httpGet.path))
        yield `${describe(workload)}: its ${name} asks for ${httpGet.path}, which the product does not serve.`;
    }
  }
}

function* imageNames(resources) {
  for (const [workload, container] of containers(resources)) {
    if (!targetOf(container) && !/:(?!latest$)[^:/]+$/.test(container.image))
      yield `${describe(workload)}: the image ${container.image} is neither the product's nor pinned by a tag.`;
  }
}

/** A misspelt setting would simply not be set. */
function* settings(resources, { root }) {
  const known = knownSettings(root);
  const variables = [
    ...[...containers(resources)].flatMap(([workload, { env = [] }]) => env.map(({ name }) => [workload, name])),
    ...ofKind(resources, 'ConfigMap').flatMap((map) => Object.keys(map.data ?? {}).map((name) => [map, name])),
  ];
  for (const [holder, name] of variables)
    if (name.startsWith('Chat__') && !known.has(settingOf(name))) yield `${describe(holder)}: ${name} sets ${settingOf(name)}, which the product does not know.`;
}

/** A rolling update takes nothing away before its successor is there, and gives time to end. */
function* endings(resources) {
  for (const workload of ofKind(resources, 'Deployment')) {
    if (workload.spec.strategy?.rollingUpdate?.maxUnavailable !== 0) yield `${describe(workload)}: a rolling update takes pods away first (maxUnavailable).`;
    const { terminationGracePeriodSeconds = 30, containers: [container] } = podOf(workload).spec;
    const sleep = container.lifecycle?.preStop?.sleep?.seconds ?? 0;
    if (terminationGracePeriodSeconds < sleep + slackSeconds) yield `${describe(workload)} has less than ${slackSeconds} s to end.`;
  }
}

/** The target of the Dockerfile that a container runs; undefined for images of others. */
const targetOf = ({ image }) => Object.keys(images).find((target) => new RegExp(`(^|/)${images[target].image}(:|$)`).test(image));

function* containers(resources) {
  for (const workload of workloadsOf(resources)) for (const container of containersOf(workload)) yield [workload, container];
}
