import { describe } from './kustomize.mjs';
import { containersOf, hasPort, named, ofKind, podOf, selected, selects, workloadsOf } from './workloads.mjs';

/**
 * What Kubernetes accepts and would still not work: each check yields a sentence for each fault in the resources of one overlay.
 * `given` is what its given.yaml says that the namespace holds already.
 */
export const clusterChecks = [
  selectorsOfWorkloads, services, policies, budgets, autoscalers, ingresses, references, unusedGifts, frontEndAddresses, serviceAccounts,
];

function* selectorsOfWorkloads(resources) {
  for (const workload of workloadsOf(resources)) {
    const labels = podOf(workload).metadata?.labels ?? {};
    if (!selects(workload.spec.selector, labels)) yield `${describe(workload)}: its selector does not select its own pods.`;
    for (const { labelSelector } of podOf(workload).spec.topologySpreadConstraints ?? [])
      if (!selects(labelSelector, labels)) yield `${describe(workload)}: a spread constraint does not select its own pods.`;
    if (workload.kind === 'StatefulSet' && !named(resources, 'Service', workload.spec.serviceName))
      yield `${describe(workload)}: there is no Service ${workload.spec.serviceName}.`;
  }
}

function* services(resources) {
  for (const service of ofKind(resources, 'Service')) {
    const pods = selected(resources, service.spec.selector);
    if (pods.length === 0) yield `${describe(service)} selects no pod.`;
    for (const { port, targetPort = port } of service.spec.ports)
      for (const workload of pods.filter((pod) => !hasPort(pod, targetPort)))
        yield `${describe(service)}: ${describe(workload)} has no port ${targetPort}.`;
  }
}

function* policies(resources) {
  const sidesOf = ({ spec }) => [...(spec.ingress ?? []).map((rule) => ['from', rule]), ...(spec.egress ?? []).map((rule) => ['to', rule])];
  for (const policy of ofKind(resources, 'NetworkPolicy')) {
    const pods = selected(resources, policy.spec.podSelector);
    if (pods.length === 0) yield `${describe(policy)} selects no pod.`;
    for (const [side, rule] of sidesOf(policy)) {
      for (const { podSelector } of rule[side] ?? [])
        if (podSelector && selected(resources, podSelector).length === 0) yield `${describe(policy)}: '${side}' selects no pod.`;
      const targets = side === 'from' ? pods : (rule.to ?? []).flatMap((peer) => selected(resources, peer.podSelector ?? {}));
      for (const { port } of rule.ports ?? [])
        if (targets.some((pod) => !hasPort(pod, port))) yield `${describe(policy)}: what it selects has no port ${port}.`;
    }
  }
}

function* budgets(resources) {
  for (const budget of ofKind(resources, 'PodDisruptionBudget'))
    if (selected(resources, budget.spec.selector).length === 0) yield `${describe(budget)} selects no pod.`;
  for (const workload of ofKind(resources, 'Deployment')) {
    const labels = podOf(workload).metadata?.labels ?? {};
    if (!ofKind(resources, 'PodDisruptionBudget').some((budget) => selects(budget.spec.selector, labels)))
      yield `${describe(workload)} has no PodDisruptionBudget.`;
  }
}

function* autoscalers(resources) {
  for (const scaler of ofKind(resources, 'HorizontalPodAutoscaler')) {
    const { kind, name } = scaler.spec.scaleTargetRef;
    const target = named(resources, kind, name);
    if (!target) yield `${describe(scaler)}: there is no ${kind} ${name}.`;
    else if ('replicas' in target.spec) yield `${describe(target)} has a number of replicas, which each apply would set against ${describe(scaler)}.`;
  }
}

function* ingresses(resources) {
  for (const ingress of ofKind(resources, 'Ingress')) {
    for (const { backend } of ingress.spec.rules.flatMap((rule) => rule.http.paths)) {
      const { name, port } = backend.service;
      const ports = named(resources, 'Service', name)?.spec.ports ?? [];
      if (!ports.some((one) => one.name === port.name || one.port === port.number)) yield `${describe(ingress)}: there is no Service ${name} with that port.`;
    }
  }
}

/** Secrets and config maps, and their keys. */
function* references(resources, given) {
  for (const workload of workloadsOf(resources)) {
    for (const { kind, name, key, optional } of referencesOf(workload)) {
      const holder = holderOf(resources, given, kind, name);
      if (!holder) yield `${describe(workload)}: there is no ${kind} ${name}, neither here nor in given.yaml.`;
      else if (key && !optional && !holder.includes(key)) yield `${describe(workload)}: ${kind} ${name} has no key ${key}.`;
    }
  }
}

function* unusedGifts(resources, given) {
  const used = [
    ...workloadsOf(resources).flatMap(referencesOf),
    ...ofKind(resources, 'Ingress').flatMap(({ spec }) => (spec.tls ?? []).map(({ secretName }) => ({ kind: 'Secret', name: secretName }))),
  ];
  for (const [kind, holders] of [['Secret', given.secrets ?? {}], ['ConfigMap', given.configMaps ?? {}]]) {
    for (const [name, keys] of Object.entries(holders)) {
      const uses = used.filter((use) => use.kind === kind && use.name === name);
      // A volume without a list of keys takes all of them.
      if (uses.some((use) => !use.key)) continue;
      for (const key of keys)
        if (!uses.some((use) => use.key === key)) yield `given.yaml: nothing uses the key ${key} of ${kind} ${name}.`;
    }
  }
}

function holderOf(resources, given, kind, name) {
  const here = named(resources, kind, name);
  if (here) return Object.keys(here.data ?? {});
  return (kind === 'Secret' ? given.secrets : given.configMaps)?.[name];
}

function referencesOf(workload) {
  const kinds = [['Secret', 'secretKeyRef', 'secretRef'], ['ConfigMap', 'configMapKeyRef', 'configMapRef']];
  return [
    ...containersOf(workload).flatMap((container) => kinds.flatMap(([kind, keyRef, ref]) => [
      ...(container.env ?? []).filter((entry) => entry.valueFrom?.[keyRef]).map((entry) => ({ kind, ...entry.valueFrom[keyRef] })),
      ...(container.envFrom ?? []).filter((entry) => entry[ref]).map((entry) => ({ kind, ...entry[ref] })),
    ])),
    ...(podOf(workload).spec.volumes ?? []).flatMap(({ secret, configMap }) => [
      ...(secret ? [{ kind: 'Secret', name: secret.secretName, optional: secret.optional }] : []),
      ...(configMap ? [{ kind: 'ConfigMap', name: configMap.name, optional: configMap.optional }] : []),
    ]),
  ];
}

/** Where the balancers look for front-ends. */
function* frontEndAddresses(resources) {
  for (const workload of workloadsOf(resources)) {
    for (const { name, value } of containersOf(workload).flatMap((container) => container.env ?? [])) {
      if (!/^Chat__FrontEnds__\d+$/.test(name)) continue;
      const { hostname, port } = new URL(value);
      const service = named(resources, 'Service', hostname);
      if (!service?.spec.ports.some((one) => one.port === Number(port))) yield `${describe(workload)}: there is no Service at ${value}.`;
    }
  }
}

function* serviceAccounts(resources) {
  for (const workload of workloadsOf(resources)) {
    const { serviceAccountName } = podOf(workload).spec;
    if (!named(resources, 'ServiceAccount', serviceAccountName)) yield `${describe(workload)}: there is no ServiceAccount ${serviceAccountName}.`;
  }
}
