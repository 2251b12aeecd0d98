import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import jsonPatch from 'fast-json-patch';
import { Failure } from '../failure.mjs';
import { parseDocuments, readDocument, readDocuments, readText } from './documents.mjs';

/**
 * Renders a kustomization as `kubectl kustomize` does, without kubectl; a test compares the two. It knows only the fields that
 * deploy/ uses and refuses all others, so it never renders something else than kubectl would. One thing differs: generated config
 * maps keep their plain names.
 */
export const render = (folder) => accumulate(folder, []);

const steps = {
  apiVersion: (resources) => resources,
  kind: (resources) => resources,
  resources: addResources,
  components: (resources, paths, folder) => paths.reduce((all, path) => accumulate(join(folder, path), all), resources),
  configMapGenerator: (resources, generators, folder) => generators.reduce((all, one) => generate(all, one, folder), resources),
  patches: (resources, patches, folder) => patches.reduce((all, patch) => applyPatch(all, patch, folder), resources),
  namespace: setNamespace,
  replicas: (resources, counts, folder) => counts.reduce((all, count) => setReplicas(all, count, folder), resources),
  images: (resources, images) => resources.map((resource) => renameImages(resource, images)),
};
const clusterKinds = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'PersistentVolume', 'StorageClass']);

/** What a folder makes of the resources that are there already: none, but for a component. */
function accumulate(folder, present) {
  const file = join(folder, 'kustomization.yaml');
  const kustomization = readDocument(file);
  for (const field of Object.keys(kustomization)) {
    if (!steps[field]) throw new Failure(`${file}: the dry run does not know the field '${field}'. It knows ${Object.keys(steps).join(', ')}.`);
  }
  return Object.entries(steps).reduce(
    (resources, [field, step]) => (field in kustomization ? step(resources, kustomization[field], folder) : resources), present);
}

function addResources(resources, paths, folder) {
  const added = paths.flatMap((path) => {
    const full = join(folder, path);
    return existsSync(full) && statSync(full).isDirectory() ? render(full) : readDocuments(full);
  });
  for (const resource of added) {
    if (find(resources, resource)) throw new Failure(`${folder}: ${describe(resource)} is there twice.`);
  }
  return [...resources, ...added];
}

function generate(resources, { name, behavior = 'create', literals = [], files = [], options = {}, ...others }, folder) {
  const { labels, ...otherOptions } = options;
  refuseOthers({ ...others, ...otherOptions }, `${folder}: config map ${name}`);
  const data = Object.fromEntries([
    ...literals.map((literal) => [literal.slice(0, literal.indexOf('=')), literal.slice(literal.indexOf('=') + 1)]),
    ...files.map((file) => [basename(file), readText(join(folder, file))]),
  ]);
  const existing = resources.find((resource) => resource.kind === 'ConfigMap' && resource.metadata.name === name);
  if (behavior === 'merge' && !existing) throw new Failure(`${folder}: there is no config map ${name} to merge with.`);
  if (behavior === 'create' && existing) throw new Failure(`${folder}: the config map ${name} is there already; say behavior: merge.`);
  if (!existing) return [...resources, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...(labels && { labels }) }, data }];
  return replace(resources, existing, { ...existing, data: { ...existing.data, ...data } });
}

function applyPatch(resources, { path, patch, target, ...others }, folder) {
  const where = path ? join(folder, path) : `${folder}: a patch of ${JSON.stringify(target)}`;
  refuseOthers(others, where);
  const operations = path ? readDocument(where) : parseDocuments(patch, where)[0];
  if (!Array.isArray(operations)) throw new Failure(`${where} is no list of JSON 6902 operations, the only patches that the dry run knows.`);
  const { kind, name = '.*', ...more } = target;
  refuseOthers(more, `${where}: target`);
  const matches = (resource) => new RegExp(`^(?:${kind})$`).test(resource.kind) && new RegExp(`^(?:${name})$`).test(resource.metadata.name);
  if (!resources.some(matches)) throw new Failure(`${where} matches nothing (${kind} ${name}).`);
  return resources.map((resource) => (matches(resource) ? applyOperations(resource, operations, where) : resource));
}

function applyOperations(resource, operations, where) {
  try {
    return jsonPatch.applyPatch(structuredClone(resource), structuredClone(operations), true).newDocument;
  } catch (error) {
    throw new Failure(`${where} does not fit ${describe(resource)}: ${error.message.split('\n')[0]}`);
  }
}

function setNamespace(resources, namespace) {
  return resources.map((resource) => {
    const metadata = resource.kind === 'Namespace'
      ? { ...resource.metadata, name: namespace }
      : { ...resource.metadata, ...(clusterKinds.has(resource.kind) ? {} : { namespace }) };
    return { ...resource, metadata };
  });
}

function setReplicas(resources, { name, count }, folder) {
  const scaled = resources.filter((resource) => ['Deployment', 'StatefulSet'].includes(resource.kind) && resource.metadata.name === name);
  if (scaled.length === 0) throw new Failure(`${folder}: replicas names ${name}, which is not there.`);
  return scaled.reduce((all, one) => replace(all, one, { ...one, spec: { ...one.spec, replicas: count } }), resources);
}

function renameImages(value, images) {
  if (Array.isArray(value)) return value.map((item) => renameImages(item, images));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [
    key, key === 'image' && typeof item === 'string' ? renameImage(item, images) : renameImages(item, images)]));
}

function renameImage(image, images) {
  const [, name, tag] = /^(.*?)(:[^:/]+)?$/.exec(image);
  const rule = images.find((candidate) => candidate.name === name);
  return rule ? `${rule.newName ?? name}${rule.newTag ? `:${rule.newTag}` : tag ?? ''}` : image;
}

function refuseOthers(others, where) {
  const [field] = Object.keys(others);
  if (field) throw new Failure(`${where}: the dry run does not know the field '${field}'.`);
}

const identity = ({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata?.name}`;
const find = (resources, wanted) => resources.find((resource) => identity(resource) === identity(wanted));
const replace = (resources, old, fresh) => resources.map((resource) => (resource === old ? fresh : resource));

/** How messages call a resource. */
export const describe = ({ kind, metadata }) => `${kind} ${metadata?.name}`;
