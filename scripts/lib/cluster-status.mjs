import { execFileSync } from 'node:child_process';
import { query } from './postgres-query.mjs';
import { isHealthy } from './product-process.mjs';

// https://github.com/dotnet/orleans: SiloStatus.
const siloStatuses = ['None', 'Created', 'Joining', 'Active', 'ShuttingDown', 'Stopping', 'Dead'];
const healthPaths = { frontend: '/health/ready', balancer: '/balancer/health/ready' };

/** Every process with its state, and what the silos' own table says of them, as text. */
export async function clusterStatus(cluster, postgres) {
  const members = [...(postgres ? [postgres] : []), ...cluster.members];
  const rows = await Promise.all(members.map(async (member) =>
    [member.name, member.address ?? '-', String(member.pid), await stateOf(member), ...usage(member)]));
  return `${table([['process', 'address', 'pid', 'state', 'uptime', 'memory'], ...rows])}\n\n${await membership(cluster, postgres)}`;
}

/** As the script knows it, and whether a process that listens answers now that it is ready. */
async function stateOf({ kind, state, address }) {
  if (state !== 'ready' || !healthPaths[kind]) return state;
  return await isHealthy(address + healthPaths[kind]) ? 'ready' : 'not ready';
}

function usage({ state, pid, since, kind }) {
  if (state === 'ended') return ['-', '-'];
  const kilobytes = kind === 'postgres' ? NaN : residentSize(pid);
  return [duration(Date.now() - since), Number.isFinite(kilobytes) ? `${Math.round(kilobytes / 1024)} MB` : '-'];
}

function residentSize(pid) {
  try {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
  } catch {
    return NaN;
  }
}

function duration(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/** The silos as they see each other; of the dead only those of this run. */
async function membership(cluster, postgres) {
  const sql = 'SELECT address, port, status, extract(epoch FROM now() AT TIME ZONE \'utc\' - iamalivetime)::int FROM orleansmembershiptable ORDER BY starttime';
  if (!postgres) return `The silos' own table is in your database (CHAT_DATABASE):\n  ${sql}`;
  try {
    const found = await query({ socketDir: postgres.socketDir, database: 'orleanschat' }, sql);
    const names = new Map(cluster.members.filter(({ kind, address }) => kind === 'silo' && address).map(({ name, address }) => [address, name]));
    const rows = found
      .map(([address, port, status, age]) => [names.get(`${address}:${port}`), `${address}:${port}`, siloStatuses[status] ?? status, `${age} s ago`])
      .filter(([name, , status]) => name || status !== 'Dead')
      .map(([name, ...rest]) => [name ?? '?', ...rest]);
    return table([['silo', 'address', 'membership', 'last sign of life'], ...rows]);
  } catch (error) {
    return `The silos' own table cannot be read now: ${error.message}`;
  }
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n');
}
