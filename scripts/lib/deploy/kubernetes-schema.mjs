import { describe } from './kustomize.mjs';

/** What Kubernetes' own schemas find wrong with a manifest: types, missing fields, fields that it does not know. */
export async function schemaProblems(manifest) {
  const Model = await modelOf(manifest);
  if (!Model) return [`${describe(manifest)}: Kubernetes has no kind ${manifest.kind} in ${manifest.apiVersion}.`];
  const read = new Set();
  try {
    Model.prototype.validate.call(recordReads(manifest, '', read));
  } catch (error) {
    return [`${describe(manifest)}: ${error.message}`];
  }
  return unread(manifest, '', read).map((path) => `${describe(manifest)}: Kubernetes does not know ${path}.`);
}

async function modelOf({ apiVersion, kind }) {
  try {
    return (await import(`kubernetes-models/${apiVersion}`))[kind];
  } catch (error) {
    if (['ERR_MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED', 'ERR_UNSUPPORTED_DIR_IMPORT'].includes(error.code)) return undefined;
    throw error;
  }
}

/**
 * The validators let fields pass that their schema does not name, as the API server does unless asked. But they look at every
 * field that it names: what they never looked at is unknown.
 */
function recordReads(value, path, read) {
  if (value === null || typeof value !== 'object') return value;
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return target[key];
      read.add(`${path}/${key}`);
      return recordReads(target[key], `${path}/${key}`, read);
    },
  });
}

function unread(value, path, read) {
  if (value === null || typeof value !== 'object') return [];
  return Object.keys(value).flatMap((key) => {
    const inner = `${path}/${key}`;
    return read.has(inner) ? unread(value[key], inner, read) : [inner];
  });
}
