import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { overlayNames } from '../lib/deploy/dry-run.mjs';
import { describe as describeResource, render } from '../lib/deploy/kustomize.mjs';
import { root, scriptsFolder } from '../lib/paths.mjs';
import { copyOfRepository, pathWith } from './deploy-support.mjs';
import { finish } from './support.mjs';

const deploy = (args, options) => finish(join(scriptsFolder, 'deploy'), args, options);
const destroy = (args, options) => finish(join(scriptsFolder, 'destroy'), args, options);

const encoded = (keys) => JSON.stringify({ data: Object.fromEntries(keys.map((key) => [key, 'eA=='])) });
const localKeys = ['database', 'keys-signing', 'keys-names', 'blobs-azure', 'postgres-password', 'azurite-accounts'];
const workingDocker = [['*', '']];
const clusterWith = (keys, address = '') => [
  ['*current-context*', 'kind-chat'],
  ['*get secret*orleanschat-tls*', encoded(['tls.crt', 'tls.key'])],
  ['*get secret*', keys ? encoded(keys) : ''],
  ['*get service*', address],
  ['*', ''],
];

describe('scripts/deploy refuses', () => {
  const refusals = {
    'to guess the overlay': [[], /Say which overlay[^]*usage: scripts\/deploy/],
    'an overlay that is not there': [['mars', '--registry', 'r'], /There is no overlay 'mars'\. There are aws, azure, google, local/],
    'to guess the registry': [['azure'], /Say with --registry where the images go/],
    'an unknown option': [['local', '--force'], /Unknown option '--force'/],
    'a tag that is none': [['local', '--tag', 'a b'], /'a b' is no tag of an image/],
  };
  for (const [what, [args, message]] of Object.entries(refusals)) {
    test(what, async () => {
      const script = await deploy(args);
      assert.match(script.output, message);
      assert.equal(script.exitCode, 2);
    });
  }

  test('an overlay that is not filled in', async () => {
    const script = await deploy(['azure', '--registry', 'registry.example.org']);
    assert.match(script.output, /kustomization\.yaml:\d+: .*REPLACE_ME[^]*Copy the folder, put your own names in/);
    assert.equal(script.exitCode, 1);
  });

  test('to go on without Docker or kubectl, and says where to get them', async (t) => {
    const without = (...tools) => deploy(['local'], pathWith(t, Object.fromEntries(tools.map((tool) => [tool, [['*', '']]]))));
    assert.match((await without()).output, /docker is needed and was not found: https:/);
    assert.match((await without('docker')).output, /kubectl is needed and was not found: https:/);
    const stopped = await deploy(['local'], pathWith(t, { docker: [['*', 'Cannot connect', 1]], kubectl: [['*', '']] }));
    assert.match(stopped.output, /its engine does not answer\. Start it/);
    assert.equal(stopped.exitCode, 1);
  });

  test('a namespace without its secrets, before anything but the namespace is there', async (t) => {
    const path = pathWith(t, { docker: workingDocker, kubectl: clusterWith(localKeys.slice(1)), kind: [['*', '']] });
    const script = await deploy(['local', '--tag', 'one'], path);
    assert.match(script.output, /The namespace orleanschat has no secret orleanschat with database\. docs\/deploy\.md has the command/);
    assert.equal(script.exitCode, 1);
    assert.deepEqual(path.calls().filter((call) => / apply /.test(call)).map((call) => /--\w+/.exec(call)[0]), ['--filename']);
  });
});

describe('scripts/deploy', () => {
  test('builds, loads and applies to a cluster on this machine, waits, and says how to reach it', async (t) => {
    const path = pathWith(t, { docker: workingDocker, kubectl: clusterWith(localKeys), kind: [['*', '']] });
    const script = await deploy(['local', '--tag', 'one'], path);
    assert.equal(script.exitCode, 0, script.output);
    assert.match(script.output, /deployed; reach it at http:\/\/127\.0\.0\.1:8080 while this runs: kubectl .* service\/balancer 8080:80/);

    const calls = path.calls();
    for (const target of ['silo', 'frontend', 'balancer'])
      assert.ok(calls.some((call) => call.startsWith('docker build') && call.includes(`--target ${target} `) && call.includes(`orleanschat-${target}:one`)), target);
    assert.ok(calls.includes('kind load docker-image orleanschat-silo:one orleanschat-frontend:one orleanschat-balancer:one --name chat'));
    assert.ok(!calls.some((call) => call.startsWith('docker push')));
    const applied = calls.findIndex((call) => / apply --kustomize /.test(` ${call}`));
    const waited = calls.flatMap((call, index) => (/ rollout status /.test(call) ? [[index, / status (\S+)/.exec(call)[1]]] : []));
    assert.ok(waited.every(([index]) => index > applied));
    assert.deepEqual(waited.map(([, name]) => name).sort(),
      ['deployment/balancer', 'deployment/frontend', 'deployment/silo', 'statefulset/azurite', 'statefulset/postgres']);
  });

  test('pushes to the registry, uses the context it is told, and prints the address that the cloud gives', async (t) => {
    const awsKeys = ['database', 'keys-signing', 'keys-names', 'blobs-s3-access-key', 'blobs-s3-secret-key'];
    const path = pathWith(t, {
      docker: workingDocker,
      kubectl: [['*get configmap*', encoded(['ca.pem'])], ...clusterWith(awsKeys, 'chat.elb.example.org')],
    });
    const repository = copyOfRepository(t);
    const overlay = 'deploy/overlays/aws';
    const script = await repository.changed(`${overlay}/kustomization.yaml`, 'Bucket=REPLACE_ME', 'Bucket=images', () =>
      deploy([join(repository.folder, overlay), '--registry', 'registry.example.org/chat/', '--tag', 'two', '--context', 'cloud'], path));
    assert.equal(script.exitCode, 0, script.output);
    assert.match(script.output, /deployed; its address is chat\.elb\.example\.org/);

    const calls = path.calls();
    assert.ok(calls.includes('docker push registry.example.org/chat/orleanschat-balancer:two'));
    assert.ok(calls.filter((call) => call.startsWith('kubectl')).every((call) => call.startsWith('kubectl --context cloud ')));
    const written = calls.find((call) => call.includes('apply --kustomize')).split(' ').at(-1);
    const images = render(written).filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec.template.spec.containers[0].image);
    assert.deepEqual(images.sort(), ['balancer', 'frontend', 'silo'].map((name) => `registry.example.org/chat/orleanschat-${name}:two`));
  });
});

describe('scripts/destroy', () => {
  const cluster = { kubectl: clusterWith(localKeys) };
  const deletions = (path) => path.calls().filter((call) => call.startsWith('kubectl delete'));

  test('deletes nothing unless the name of the namespace is typed', async (t) => {
    const path = pathWith(t, cluster);
    const script = await destroy(['local'], path);
    assert.match(script.output, /This deletes the product in it, in namespace orleanschat of kind-chat\.[^]*Nothing was deleted/);
    assert.equal(script.exitCode, 1);
    assert.deepEqual(deletions(path), []);
  });

  test('keeps namespace, volumes and secrets', async (t) => {
    const path = pathWith(t, cluster);
    const script = await finish('bash', ['-c', `echo orleanschat | ${join(scriptsFolder, 'destroy')} local`], path);
    assert.equal(script.exitCode, 0, script.output);
    const [deletion, ...others] = deletions(path);
    assert.deepEqual(others, []);
    assert.match(deletion, /--namespace orleanschat --selector app\.kubernetes\.io\/part-of=orleanschat/);
    const [, , kinds] = deletion.split(' ');
    assert.doesNotMatch(kinds, /secret|persistentvolume|namespace|all/);
  });

  test('deletes the namespace when told so', async (t) => {
    const path = pathWith(t, cluster);
    assert.equal((await destroy(['local', '--with-data', '--yes'], path)).exitCode, 0);
    assert.equal(deletions(path).at(-1), 'kubectl delete namespace orleanschat --ignore-not-found');
  });

  test('names every kind that is deployed, and everything deployed has the label', () => {
    const kinds = /const kinds = \[([^\]]*)\]/.exec(readFileSync(join(scriptsFolder, 'lib/destroy.mjs'), 'utf8'))[1];
    for (const name of overlayNames(root)) {
      for (const resource of render(join(root, 'deploy/overlays', name))) {
        assert.equal(resource.metadata.labels?.['app.kubernetes.io/part-of'], 'orleanschat', describeResource(resource));
        if (resource.kind !== 'Namespace') assert.ok(kinds.includes(`'${resource.kind.toLowerCase()}'`), resource.kind);
      }
    }
  });
});
