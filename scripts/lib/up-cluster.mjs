import { once } from 'node:events';
import { join } from 'node:path';
import { Cluster, line, obituary } from './cluster.mjs';
import { clusterStatus } from './cluster-status.mjs';
import { takeCommands } from './control.mjs';
import { Failure } from './failure.mjs';
import { endOf } from './logs.mjs';
import { shown } from './paths.mjs';
import { startPostgres } from './postgres.mjs';
import { runtimeNames } from './runtime.mjs';

// Each silo may have a pool of 100.
const maxConnections = 600;

/** Starts a cluster, says what becomes of it, takes commands, and ends all of it when `stop` aborts or it cannot go on. */
export async function serveCluster({ runtime, folder, port, lock, silos, frontends, say }, stop, hurry) {
  const lost = deferred();
  let postgres, endCommands, cluster;
  try {
    const began = Date.now();
    if (!process.env.CHAT_DATABASE) {
      say(`Starting PostgreSQL, data in ${shown(join(folder, 'postgres'))}`);
      postgres = await startPostgres({ folder, signal: stop, maxConnections });
      say(line({ ...postgresMember(postgres, began), state: 'ready' }));
      postgres.exited.then(() => lost.resolve(`PostgreSQL has ended by itself. ${endOf(postgres.logFile)}`));
    }
    say(`Starting ${count(silos, 'silo')} and ${count(frontends, 'front-end')} on ${runtimeNames[runtime]}, logs in ${shown(join(folder, 'logs'))}`);
    const gone = (member, how, left) => {
      say(obituary(member, how));
      if (left > 0) say(`The others go on. Start another: scripts/up add ${member.kind}${dataOption(folder)}`);
      else if (member.kind === 'balancer') say(`Nobody can connect now. Start it again: scripts/up add balancer${dataOption(folder)}`);
      else lost.resolve(`No ${member.kind === 'silo' ? 'silo' : 'front-end'} is left.`);
    };
    cluster = new Cluster({
      runtime, folder, port, record: lock.record, say, gone, signal: stop,
      database: process.env.CHAT_DATABASE ?? postgres.connectionString(),
    });
    const url = await cluster.start({ silos, frontends });
    endCommands = await takeCommands(folder, (name, args, answer) => commands[name](cluster, args, both(say, answer), postgresMember(postgres, began)));
    say(`ready ${url}`);
    const reason = await Promise.race([once(stop, 'abort').then(() => null), lost.promise]);
    if (reason) throw new Failure(reason);
    say('Stopping');
    return 0;
  } finally {
    endCommands?.();
    await cluster?.stopAll(hurry);
    await postgres?.stop(hurry);
  }
}

/** What a call of the script may ask of the one that runs; each resolves to its exit code. */
const commands = {
  async status(cluster, _, { answer }, postgres) {
    answer(await clusterStatus(cluster, postgres));
    return 0;
  },
  async add(cluster, [kind], { answer }) {
    answer(`Starting a ${kind}`);
    answer(line(await cluster.add(kind)));
    return 0;
  },
  async stop(cluster, [name], { all, answer }) {
    answer(`Stopping ${cluster.find(name).name}`);
    const { seconds, killed } = await cluster.stop(name);
    all(`${name} has ${killed ? 'not ended by itself and was killed' : 'stopped'} after ${seconds.toFixed(1)} s`);
    return killed ? 1 : 0;
  },
  async kill(cluster, [name], { answer }) {
    await cluster.kill(name);
    answer(`${name} was killed`);
    return 0;
  },
};

/** Some things are for who asked, some for who watches the cluster, too. */
const both = (say, answer) => ({ answer, all: (text) => [say, answer].forEach((tell) => tell(text)) });

const postgresMember = (postgres, since) =>
  postgres && { name: 'postgres', kind: 'postgres', pid: postgres.pid, address: postgres.socketDir, state: 'ready', since, socketDir: postgres.socketDir };

const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** What to add to a command so that it finds this cluster. */
const dataOption = (folder) => (shown(folder) === '.data' ? '' : ` --data ${shown(folder)}`);

/** A promise and what resolves it. */
function deferred() {
  const result = {};
  result.promise = new Promise((resolve) => (result.resolve = resolve));
  return result;
}
