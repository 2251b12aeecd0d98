import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { keysOf } from './keys.mjs';
import { endOf } from './logs.mjs';
import { binaryOf } from './paths.mjs';
import { freePorts } from './ports.mjs';
import { hasStarted, isHealthy, listeningAddress, spawnProduct, whenReady } from './product-process.mjs';
import { sendSignal } from './processes.mjs';

const host = '127.0.0.1';
export const kinds = { silo: 'Silo', frontend: 'WebFrontend', balancer: 'LoadBalancer' };
const order = Object.keys(kinds);

/**
 * The processes of a cluster on one machine: silos, front-ends, and the load balancer on `port`.
 *
 * Each of `members`, in the order of kinds and numbers, is `{ name, kind, pid, address, logFile, state, since, exited, stop(hurry) }`;
 * `state` is starting, ready, draining (asked to end) or ended. `gone(member, how, left)` is told of one that ends unasked, and how
 * many of its kind are left. Names are never used twice.
 */
export class Cluster {
  members = [];
  #counts = { silo: 0, frontend: 0, balancer: 0 };
  #options;

  constructor({ runtime, folder, port, database, record, say, gone, signal }) {
    this.#options = { runtime, folder, port, database, record, say, gone, signal };
  }

  /** Starts all of it and resolves to the address of the load balancer when every process is ready. */
  async start({ silos, frontends }) {
    this.#nameFrontEnds();
    // The first one makes the tables.
    await this.add('silo');
    const many = (kind, count) => Array.from({ length: count }, () => this.add(kind));
    await allDone([...many('silo', silos - 1), ...many('frontend', frontends)]);
    return (await this.add('balancer')).address;
  }

  /** Starts one more process and resolves to it when it is ready. */
  async add(kind) {
    if (kind === 'balancer' && this.#alive('balancer').length > 0) throw new Failure('The load balancer is running; a cluster has one.');
    const name = kind === 'balancer' ? 'balancer' : `${kind}-${++this.#counts[kind]}`;
    const { folder, runtime, record, say, signal } = this.#options;
    const { args, env, ready } = await this.#recipe(kind);
    const logFile = join(folder, 'logs', `${name}.log`);
    const started = spawnProduct({ binary: binaryOf(kinds[kind], runtime), args, env: { ...await this.#settings(), ...env }, folder, logFile });
    const member = { ...started, name, kind, state: 'starting', since: Date.now(), address: null };
    record(member.pid);
    // In the place of the one before, if it has the same name.
    this.members = [...this.members.filter((one) => one.name !== name), member].sort(inOrder);
    member.exited.then((how) => this.#ended(member, how));
    try {
      member.address = await whenReady(member, name, () => ready(member), signal);
    } catch (error) {
      member.failed = true;
      await member.stop();
      throw error;
    }
    member.state = 'ready';
    if (kind === 'frontend') this.#nameFrontEnds();
    say(line(member));
    return member;
  }

  /** Asks a process to end (SIGTERM) and resolves when it has, to the seconds it took and whether it had to be killed. */
  async stop(name) {
    const member = this.find(name);
    if (member.kind !== 'balancer' && this.#alive(member.kind).length === 1)
      throw new Failure(`${name} is the last of its kind, and the cluster needs one. Ctrl-C stops all of it.`);
    const began = performance.now();
    member.state = 'draining';
    await member.stop();
    const { signal } = await member.exited;
    return { seconds: (performance.now() - began) / 1000, killed: signal === 'SIGKILL' };
  }

  /** Kills a process (SIGKILL) and resolves when it is gone. */
  async kill(name) {
    const member = this.find(name);
    member.killed = true;
    sendSignal(member.pid, 'SIGKILL');
    await member.exited;
  }

  /** The running process of that name. */
  find(name) {
    const member = this.members.find((one) => one.name === name && one.state !== 'ended');
    if (member) return member;
    const names = this.members.filter(({ state }) => state !== 'ended').map((one) => one.name);
    throw new Failure(`No process '${name}' runs here. These do: ${names.join(', ')}`, 2);
  }

  /** Ends everything in good order: nobody new comes in, then front-ends, then the silos they call. */
  async stopAll(hurry) {
    for (const kind of order.toReversed()) {
      const members = this.#alive(kind);
      for (const member of members) member.state = 'draining';
      await Promise.all(members.map((member) => member.stop(hurry)));
    }
  }

  #alive(kind) {
    return this.members.filter((member) => member.kind === kind && member.state !== 'ended');
  }

  #ended(member, how) {
    const wasAsked = member.state === 'draining' || member.failed;
    const wasReady = member.state !== 'starting';
    member.state = 'ended';
    if (member.kind === 'frontend') this.#nameFrontEnds();
    // One that never started is told of by whoever started it.
    if (!wasAsked && wasReady) this.#options.gone(member, how, this.#alive(member.kind).length);
  }

  async #settings() {
    const { database, folder } = this.#options;
    this.keys ??= await keysOf(folder);
    return { Chat__Database: database, ...this.keys };
  }

  /** How a process of the kind is started, and what answers its address once it is ready. */
  async #recipe(kind) {
    const { port, folder } = this.#options;
    if (kind === 'silo') {
      const [own, gateway] = await freePorts(2);
      return {
        args: [`--Chat:Silo:Port=${own}`, `--Chat:Silo:GatewayPort=${gateway}`],
        ready: ({ logFile }) => hasStarted(logFile) && `${host}:${own}`,
      };
    }
    const listens = (path) => async ({ logFile }) => {
      const address = listeningAddress(logFile);
      return address && await isHealthy(address + path) && address;
    };
    if (kind === 'frontend')
      return { args: ['--urls', `http://${host}:0`], env: { Chat__TrustedProxies: host }, ready: listens('/health/ready') };
    return {
      // The cookie's name tells apart clusters on one machine: cookies do not know ports.
      args: ['--urls', `http://${host}:${port}`, `--Chat:FrontEndsFile=${frontEndsFile(folder)}`, `--Chat:AffinityCookie=chat_frontend_${shortHash(folder)}`],
      ready: listens('/balancer/health/ready'),
    };
  }

  /** Tells the load balancer which front-ends there are. One that drains is among them: its live connections go on through it. */
  #nameFrontEnds() {
    const { folder } = this.#options;
    const frontEnds = this.#alive('frontend').map(({ address }) => address).filter(Boolean);
    const draft = `${frontEndsFile(folder)}.draft`;
    writeFileSync(draft, JSON.stringify({ frontEnds }));
    renameSync(draft, frontEndsFile(folder));
  }
}

/** What is said of a process that is ready, and of one that has ended by itself. */
export const line = ({ name, address, pid, state, since }) =>
  `${name.padEnd(12)} ${address.padEnd(24)} pid ${String(pid).padEnd(8)} ${state} after ${((Date.now() - since) / 1000).toFixed(1)} s`;

export const obituary = ({ name, logFile, killed }, { code, signal }) => (killed
  ? `${name} was killed`
  : `${name} has ended by itself (${signal ?? `exit code ${code}`}). ${endOf(logFile, 10)}\n`);

const inOrder = (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.name.localeCompare(b.name, 'en', { numeric: true });
const frontEndsFile = (folder) => join(folder, 'frontends.json');
const shortHash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** Waits for all, also when one fails, so that nothing goes on behind; then throws the first failure. */
async function allDone(promises) {
  const results = await Promise.allSettled(promises);
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}
