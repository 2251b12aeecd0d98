import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { envCommand } from '../lib/deploy/compose.mjs';
import { render } from '../lib/deploy/kustomize.mjs';
import { images } from '../lib/deploy/product.mjs';
import { named } from '../lib/deploy/workloads.mjs';
import { dotnet } from '../lib/dotnet.mjs';
import { root, webRoot } from '../lib/paths.mjs';
import { freePorts } from '../lib/ports.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { query } from '../lib/postgres-query.mjs';
import { endProcess } from '../lib/processes.mjs';

const azurite = join(root, 'tests/Blobs.Tests/node_modules/azurite/dist/src/blob/main.js');
const corsScript = join(root, 'deploy/overlays/local/azurite-cors.mjs');
const healthy = join(root, 'deploy/docker/healthy');
const healthTries = 600;
const shutdown = [['SIGTERM', 50_000], ['SIGKILL', 10_000]];

/**
 * Starts all that docker-compose.yml describes as processes on this machine, of what the Dockerfile's own commands publish, each with
 * its service's environment and nothing else. Names of hosts and ports are translated; the rest is as it stands. Each is started
 * when those that it depends on are healthy by the image's own health check.
 */
export async function startComposed(t, { compose, dockerfile, environmentOf }) {
  const folder = mkdtempSync(join(tmpdir(), 'orleanschat-images-'));
  chmodSync(folder, 0o755);
  const running = [];
  let postgres;
  t.after(async () => {
    await Promise.all(running.filter(isAlive).map(({ child }) => endProcess(child.pid, [['SIGKILL', 10_000]])));
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const published = await publish(folder, dockerfile);
  const variables = makeVariables(folder);
  const ports = await freePorts(10);
  Object.assign(variables, { CHAT_PORT: ports.pop(), AZURITE_PORT: ports.pop(), CHAT_SUBNET: '127.0.0.0/8' });

  postgres = await startPostgres({ folder: join(folder, 'data') });
  await query(postgres, `CREATE USER chat PASSWORD '${variables.POSTGRES_PASSWORD}'`);
  await query(postgres, 'CREATE DATABASE chat OWNER chat');
  const account = accountBeside(postgres.socketDir);
  const scratch = join(folder, 'tmp');
  mkdirSync(scratch);
  if (account) chownSync(scratch, account.uid, account.gid);

  const translate = (text) => text.replace('Host=postgres;', `Host=${postgres.socketDir};`).replace('//azurite:10000', `//127.0.0.1:${variables.AZURITE_PORT}`);
  const environment = (service) => Object.fromEntries(
    Object.entries(environmentOf(compose, service, variables)).map(([key, value]) => [key, translate(String(value))]));

  const start = async (service, settings, port) => {
    const command = JSON.parse(dockerfile.last(service, 'ENTRYPOINT').text.replace('ENTRYPOINT', ''));
    const child = spawn(command[0], command.slice(1), {
      ...account, cwd: published[service], env: { PATH: process.env.PATH, TMPDIR: scratch, ...environment(service), ...settings }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    const one = { service, child, output: '', exitCode: undefined };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (one.output += text));
    child.once('exit', (code, signal) => (one.exitCode = code ?? signal));
    running.push(one);
    await becomesHealthy(one, dockerfile, port);
    return one;
  };
  const silo = async () => {
    const [port, gateway] = [ports.pop(), ports.pop()];
    await start('silo', { Chat__Silo__Address: '127.0.0.1', Chat__Silo__Port: String(port), Chat__Silo__GatewayPort: String(gateway) }, gateway);
  };
  const frontEnd = async () => {
    const port = ports.pop();
    await start('frontend', { ASPNETCORE_URLS: `http://127.0.0.1:${port}` }, port);
    return port;
  };

  const emulator = spawn(process.execPath, [azurite, ...compose.services.azurite.command.slice(1).map((argument) => (
    { '0.0.0.0': '127.0.0.1', 10000: String(variables.AZURITE_PORT), '/data': join(folder, 'blobs') }[argument] ?? argument))],
  { env: { ...process.env, ...environment('azurite') }, stdio: 'ignore' });
  running.push({ service: 'azurite', child: emulator, output: '' });
  execFileSync(process.execPath, [corsScript], { env: environment('azurite-cors'), stdio: ['ignore', 'ignore', 'pipe'] });

  await Promise.all([silo(), silo()]);
  const frontEnds = await Promise.all([frontEnd(), frontEnd()]);
  const addresses = Object.fromEntries(frontEnds.map((port, index) => [`Chat__FrontEnds__${index}`, `http://127.0.0.1:${port}`]));
  await start('balancer', { ...addresses, ASPNETCORE_URLS: `http://127.0.0.1:${variables.CHAT_PORT}` }, variables.CHAT_PORT);

  const ours = () => running.filter(({ service }) => images[service]);
  return {
    origin: `http://127.0.0.1:${variables.CHAT_PORT}`,
    blobs: `http://127.0.0.1:${variables.AZURITE_PORT}`,
    /** Starts a balancer with the environment of the clouds' overlays, and a certificate; resolves to its HTTPS port and the certificate. */
    async publicBalancer() {
      const tls = join(folder, 'tls');
      mkdirSync(tls);
      execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=chat.example.org',
        '-addext', 'subjectAltName=DNS:chat.example.org', '-keyout', join(tls, 'tls.key'), '-out', join(tls, 'tls.crt')], { stdio: 'ignore' });
      execFileSync('chmod', ['-R', 'a+rX', tls]);
      const [http, https] = [ports.pop(), ports.pop()];
      const { env } = named(render(join(root, 'deploy/overlays/azure')), 'Deployment', 'balancer').spec.template.spec.containers[0];
      const settings = Object.fromEntries(env.filter(({ value }) => value).map(({ name, value }) => [name, value.replace(/^\/tls/, tls)]));
      const balancer = await start('balancer', { ...settings, ...addresses, ASPNETCORE_HTTP_PORTS: String(http), ASPNETCORE_HTTPS_PORTS: String(https) }, http);
      // It listens on one port after the other.
      await untilHealthy(balancer, [String(https)]);
      return { port: https, certificate: readFileSync(join(tls, 'tls.crt')) };
    },
    output: () => ours().map(({ service, output }) => `${service}:\n${output}`).join('\n'),
    /** In the reverse order of their start. */
    async stop() {
      for (const service of ['balancer', 'frontend', 'silo'])
        await Promise.all(ours().filter((one) => one.service === service && isAlive(one)).map(async ({ child }) => {
          const exited = once(child, 'exit');
          await endProcess(child.pid, shutdown);
          await exited;
        }));
    },
    exitCodes: (service) => ours().filter((one) => one.service === service).map(({ exitCode }) => exitCode),
  };
}

const isAlive = ({ child }) => child.exitCode === null && child.signalCode === null;

/** Runs the Dockerfile's restore and publish commands; resolves to the folder of each image, which its owner alone may write to. */
async function publish(folder, dockerfile) {
  const folders = {};
  for (const [target, { project }] of Object.entries(images)) {
    const [file, ...args] = dockerfile.publish(project);
    folders[target] = join(folder, target);
    const output = args.map((argument) => (argument.startsWith('/publish/') ? folders[target] : argument));
    for (const [command, rest] of [['restore', []], ['publish', output]]) {
      const { code, output: text } = await dotnet(command, file, rest, { runtime: 'Orleans' });
      if (code !== 0) throw new Error(`dotnet ${command} ${file} failed:\n${text}`);
    }
  }
  cpSync(webRoot, join(folders.frontend, 'wwwroot'), { recursive: true });
  for (const path of Object.values(folders)) execFileSync('chmod', ['-R', 'a-w,a+rX', path]);
  return folders;
}

/** What the documented command writes into .env. */
function makeVariables(folder) {
  execFileSync('bash', ['-c', envCommand(root)], { cwd: folder });
  return Object.fromEntries(readFileSync(join(folder, '.env'), 'utf8').trim().split('\n').map((line) => line.split(/=(.*)/s)));
}

/** Who runs the product: never root. PostgreSQL's socket is open to its own account alone, which is the next best. */
function accountBeside(socketDir) {
  if (process.getuid() !== 0) return undefined;
  const { uid, gid } = statSync(socketDir);
  return { uid, gid };
}

/** Waits until the image's health check says yes. */
function becomesHealthy(one, dockerfile, port) {
  const check = JSON.parse(/CMD (\[.*\])/.exec(dockerfile.last(one.service, 'HEALTHCHECK').text)[1]);
  return untilHealthy(one, [String(port), ...check.slice(2)]);
}

async function untilHealthy(one, args) {
  for (let attempt = 0; attempt < healthTries && isAlive(one); attempt++) {
    try {
      execFileSync(healthy, args, { stdio: 'ignore', timeout: 3_000 });
      return;
    } catch {
      await delay(100);
    }
  }
  throw new Error(`${one.service} does not become healthy:\n${one.output}`);
}
