import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseDocuments } from '../lib/deploy/documents.mjs';
import { overlayNames } from '../lib/deploy/dry-run.mjs';
import { render } from '../lib/deploy/kustomize.mjs';
import { root, scriptsFolder } from '../lib/paths.mjs';
import { copyOfRepository, which } from './deploy-support.mjs';
import { finish } from './support.mjs';

const base = (file) => `deploy/base/${file}.yaml`;
const overlay = (name, file = 'kustomization') => `deploy/overlays/${name}/${file}.yaml`;

/** What is planted: in this file this text is replaced by that one, and a problem must be named that fits the pattern. */
const faults = {
  'a field that Kubernetes does not know': [base('silo'), '  replicas: 3', '  replica: 3', /Deployment silo: Kubernetes does not know \/spec\/replica\./],
  'a field deep in a pod that it does not know': [base('frontend'), 'timeoutSeconds: 5', 'timeout: 5', /does not know \/spec\/template\/spec\/containers\/0\/readinessProbe\/timeout/],
  'a value of the wrong type': [base('silo'), 'containerPort: 30000', 'containerPort: gateway', /containerPort must be integer/],
  'a kind that does not exist': [base('silo'), 'kind: PodDisruptionBudget', 'kind: PodBudget', /Kubernetes has no kind PodBudget in policy\/v1/],
  'an API version that does not exist': [base('silo'), 'apiVersion: apps/v1', 'apiVersion: apps/v2', /no kind Deployment in apps\/v2/],
  'text that is no YAML': [base('silo'), 'spec:', 'spec: [', /silo\.yaml: /],
  'a selector that selects other pods': [base('silo'), 'matchLabels: { app.kubernetes.io/name: silo }\n  template', 'matchLabels: { app.kubernetes.io/name: silos }\n  template', /Deployment silo: its selector does not select its own pods/],
  'a service without pods': [base('frontend'), 'selector: { app.kubernetes.io/name: frontend }', 'selector: { app.kubernetes.io/name: front }', /Service frontend selects no pod/],
  'a service on a port that no pod has': [base('balancer'), 'port: 80, targetPort: http', 'port: 80, targetPort: web', /Service balancer: Deployment balancer has no port web/],
  'a network policy for a port that no pod has': [base('network'), '- { port: gateway }', '- { port: door }', /NetworkPolicy silo: what it selects has no port door/],
  'a network policy that lets nobody in': [base('network'), 'matchLabels: { app.kubernetes.io/name: balancer }', 'matchLabels: { app.kubernetes.io/name: proxy }', /NetworkPolicy frontend: 'from' selects no pod/],
  'a disruption budget of nothing': [base('balancer'), 'spec:\n  maxUnavailable: 1\n  selector:\n    matchLabels: { app.kubernetes.io/name: balancer }', 'spec:\n  maxUnavailable: 1\n  selector:\n    matchLabels: { app.kubernetes.io/name: gone }', /Deployment balancer has no PodDisruptionBudget/],
  'an autoscaler of nothing': ['deploy/components/autoscaling/frontend.yaml', 'kind: Deployment, name: frontend', 'kind: Deployment, name: front', /HorizontalPodAutoscaler frontend: there is no Deployment front\./],
  'a number of replicas against the autoscaler': ['deploy/components/autoscaling/kustomization.yaml', 'op: remove\n        path: /spec/replicas', 'op: add\n        path: /spec/minReadySeconds\n        value: 5', /which each apply would set against HorizontalPodAutoscaler/],
  'a key that the secret will not hold': [base('secrets'), 'key: keys-names', 'key: names-key', /Secret orleanschat has no key names-key/],
  'a secret that nobody makes': [base('secrets'), 'name: orleanschat, key: database', 'name: databases, key: database', /there is no Secret databases/],
  'a key that nothing uses': [overlay('azure', 'given'), 'blobs-azure]', 'blobs-azure, blobs-gcs]', /nothing uses the key blobs-gcs of Secret orleanschat/],
  'a config map that nobody makes': [overlay('aws', 'given'), 'database-ca: [ca.pem]', 'rds-ca: [ca.pem]', /there is no ConfigMap database-ca/],
  'a probe of a port that is not there': [base('silo'), 'tcpSocket: { port: gateway }', 'tcpSocket: { port: 30001 }', /startupProbe asks port 30001/],
  'a probe of a path that the product does not serve': [base('frontend'), 'path: /health/ready', 'path: /health/readiness', /asks for \/health\/readiness, which the product does not serve/],
  'a silo that listens elsewhere than its image says': [base('silo'), 'containerPort: 11111', 'containerPort: 11112', /its image exposes 11111, and its container does not/],
  'a misspelt setting': [base('silo'), 'Chat__Silo__Address', 'Chat__Silo__Adress', /Chat__Silo__Adress sets Chat:Silo:Adress, which the product does not know/],
  'a misspelt setting of an overlay': [overlay('google'), 'Chat__Blobs__S3__Bucket', 'Chat__Blobs__S3__Buckets', /ConfigMap chat-settings: Chat__Blobs__S3__Buckets/],
  'front-ends looked for where none are': [base('balancer'), 'http://frontend:8080', 'http://frontends:8080', /there is no Service at http:\/\/frontends:8080/],
  'a pod that may run as root': [base('hardening'), '    runAsNonRoot: true', '    runAsNonRoot: false', /Deployment silo may run as root/],
  'a pod that may write to its files': [base('hardening'), 'readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false', /may write to its image's files/],
  'a pod without a limit': [base('silo'), 'limits: { cpu: "2", memory: 1Gi }', 'limits: { cpu: "2" }', /Deployment silo says nothing of limits of memory/],
  'a mount without a volume': ['deploy/components/public-https/balancer.yaml', 'name: tls, mountPath', 'name: cert, mountPath', /there is no volume cert/],
  'an update that takes pods away first': [base('frontend'), 'maxUnavailable: 0', 'maxUnavailable: 1', /Deployment frontend: a rolling update takes pods away first/],
  'too little time to end': [base('hardening'), 'value: 60', 'value: 30', /Deployment balancer has less than 30 s to end/],
  'an image that is not pinned': [overlay('local', 'postgres'), 'image: postgres:18', 'image: postgres', /the image postgres is neither the product's nor pinned/],
  'a patch that fits nothing': [base('kustomization'), 'name: silo|frontend', 'name: silos', /secrets\.yaml matches nothing/],
  'a patch of a field that is not there': ['deploy/components/public-https/service.yaml', 'path: /spec/type', 'path: /spec/kind', /does not fit Service balancer/],
  'a file that is missing': [base('kustomization'), '- network.yaml', '- networks.yaml', /networks\.yaml does not exist/],
  'a field of kustomize that it does not render': [base('kustomization'), 'namespace: orleanschat', 'namePrefix: chat-', /does not know the field 'namePrefix'/],

  'a copied file that does not exist': ['Dockerfile', 'COPY .editorconfig', 'COPY .editorconfigs', /COPY \.editorconfigs: it does not exist/],
  'a copied file that .dockerignore keeps out': ['.dockerignore', '!global.json\n', '', /COPY global\.json: \.dockerignore keeps it out/],
  'a project whose packages are not restored': ['Dockerfile', '&& dotnet restore src/LoadBalancer/LoadBalancer.csproj', '', /the packages of src\/LoadBalancer\/LoadBalancer\.csproj are not restored/],
  'a project file missing from the restore': ['Dockerfile', 'COPY src/Blobs/Blobs.csproj src/Blobs/\n', '', /src\/Blobs\/Blobs\.csproj is not there when packages are restored/],
  'a project missing from the build': ['Dockerfile', 'COPY src/Grains.Abstractions src/Grains.Abstractions\n', '', /src\/Grains\.Abstractions is not there when it is published/],
  'a stage that does not exist': ['Dockerfile', '--from=client', '--from=web', /COPY --from=web: there is no such stage/],
  'another program as the entry point': ['Dockerfile', 'ENTRYPOINT ["dotnet", "OrleansChat.Silo.dll"]', 'ENTRYPOINT ["dotnet", "Silo.dll"]', /silo: its entry point is not OrleansChat\.Silo\.dll/],
  'an image that runs as root': ['Dockerfile', 'USER $APP_UID\n', '', /silo: it runs as root/],
  'an image without a health check': ['Dockerfile', 'HEALTHCHECK --interval=5s --timeout=3s --start-period=60s CMD ["healthy", "8080", "/balancer/health/ready"]\n', '', /balancer: it has no health check/],
  'a base image that is not pinned': ['Dockerfile', 'node:22 AS', 'node AS', /the image node is not pinned by a tag/],

  'a field that Compose does not know': ['docker-compose.yml', '    image: postgres:18', '    image: postgres:18\n    imagepull: always', /must NOT have additional properties \(imagepull\)/],
  'a port that other machines can reach': ['docker-compose.yml', '"127.0.0.1:${CHAT_PORT:-8080}:8080"', '"${CHAT_PORT:-8080}:8080"', /is open to other machines/],
  'a service that waits for none': ['docker-compose.yml', 'silo: { condition: service_healthy }', 'silos: { condition: service_healthy }', /frontend waits for silos, which is no service/],
  'a wait for a health that nobody checks': ['docker-compose.yml', 'postgres: { condition: service_healthy }', 'azurite-cors: { condition: service_healthy }', /which has no health check/],
  'a target that the Dockerfile has not': ['docker-compose.yml', 'target: frontend', 'target: web', /the Dockerfile has no target web/],
  'a mounted file that does not exist': ['docker-compose.yml', './deploy/overlays/local/azurite-cors.mjs', './deploy/azurite-cors.mjs', /there is no volume or file \.\/deploy\/azurite-cors\.mjs/],
  'a setting that names no host': ['docker-compose.yml', 'Host=postgres', 'Host=database', /names the host database, which is no service/],
  'a secret that the documented command does not make': ['docs/deploy.md', 'CHAT_KEYS_NAMES=%s', 'CHAT_NAMES=%s', /it demands CHAT_KEYS_NAMES, which the command for \.env/],
};

const publicService = `patches:
  - target: { kind: Service, name: balancer }
    patch: |-
      - op: add
        path: /metadata/annotations
        value:
          # The address then also answers to NAME.REGION.cloudapp.azure.com.
          service.beta.kubernetes.io/azure-dns-label-name: REPLACE_ME
`;

describe('scripts/deploy --dry-run', () => {
  test('finds every overlay, the compose file and the Dockerfile in order', async () => {
    const script = await finish(join(scriptsFolder, 'deploy'), ['--dry-run']);
    assert.match(script.output, /^checked: \d+ manifests of aws, azure, google, local; docker-compose.yml; Dockerfile$/m);
    assert.match(script.output, /to be filled in: .*REPLACE_ME/);
    assert.equal(script.exitCode, 0);
  });

  if (which('kubectl')) {
    for (const name of overlayNames(root)) {
      test(`renders ${name} as kubectl does`, () => {
        const folder = join(root, 'deploy/overlays', name);
        const generated = /\b(chat-settings|azurite-cors)-[a-z0-9]{10}\b/g;
        const text = execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8' }).replace(generated, '$1');
        assert.deepEqual(byName(render(folder)), byName(parseDocuments(text, 'kubectl')));
      });
    }
  }

  test('accepts an ingress in the place of the public service', async (t) => {
    const repository = copyOfRepository(t);
    assert.deepEqual(await repository.changed('deploy/overlays/azure/kustomization.yaml', 'components/public-https', 'components/ingress', () =>
      repository.changed('deploy/overlays/azure/kustomization.yaml', publicService, '', () => repository.check(['azure']))), []);
  });

  describe('finds', () => {
    for (const [what, [file, old, text, expected]] of Object.entries(faults)) {
      test(what, async (t) => {
        const repository = copyOfRepository(t);
        const problems = await repository.changed(file, old, text, () => repository.check());
        assert.ok(problems.some((problem) => expected.test(problem)), `${expected} is not among:\n${problems.join('\n')}`);
      });
    }
  });
});

const byName = (resources) => Object.fromEntries(
  resources.map((resource) => [`${resource.kind} ${resource.metadata.name}`, resource]).sort(([a], [b]) => (a < b ? -1 : 1)));
