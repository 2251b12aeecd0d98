/** What the checks of a rendered cluster ask of its resources. */

const workloadKinds = new Set(['Deployment', 'StatefulSet']);

export const workloadsOf = (resources) => resources.filter((resource) => workloadKinds.has(resource.kind));
export const podOf = (workload) => workload.spec.template;
export const containersOf = (workload) => [...podOf(workload).spec.initContainers ?? [], ...podOf(workload).spec.containers];
export const ofKind = (resources, kind) => resources.filter((resource) => resource.kind === kind);
export const named = (resources, kind, name) => ofKind(resources, kind).find((resource) => resource.metadata.name === name);

/** Whether a label selector (of a policy) or a plain map of labels (of a service) selects pods with these labels. */
export function selects(selector, labels) {
  const { matchLabels, matchExpressions = [], ...plain } = selector;
  return Object.entries(matchLabels ?? plain).every(([key, value]) => labels[key] === value)
    && matchExpressions.every(({ key, operator, values }) => operator === 'In' && values.includes(labels[key]));
}

export const selected = (resources, selector) =>
  workloadsOf(resources).filter((workload) => selects(selector, podOf(workload).metadata.labels ?? {}));

/** Whether the workload has a container with this port, given by name or number. */
export const hasPort = (workload, port) => containersOf(workload).some((container) => containerHasPort(container, port));

export const containerHasPort = (container, port) =>
  (container.ports ?? []).some(({ name, containerPort }) => name === port || containerPort === port);

export const probesOf = (container) => ['startupProbe', 'readinessProbe', 'livenessProbe']
  .filter((name) => container[name]).map((name) => ({ name, ...container[name] }));
