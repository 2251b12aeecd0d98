import { connect } from 'node:net';

const protocolVersion = 3 << 16;

/**
 * Runs one SQL statement over PostgreSQL's Unix socket, without a password, and resolves to its rows
 * (arrays of text or null). Just enough of the wire protocol to see that the server answers and to make a database:
 * https://www.postgresql.org/docs/18/protocol-flow.html
 */
export function query({ socketDir, database = 'postgres' }, sql) {
  return new Promise((resolve, reject) => {
    const socket = connect(`${socketDir}/.s.PGSQL.5432`);
    const rows = [];
    let failure = null;
    let sent = false;
    let buffer = Buffer.alloc(0);

    socket.on('connect', () => socket.write(startup({ user: 'postgres', database })));
    socket.on('error', reject);
    socket.on('close', () => reject(failure ?? connectionClosed()));
    socket.on('data', (data) => {
      buffer = Buffer.concat([buffer, data]);
      while (buffer.length >= 5 && buffer.length >= 1 + buffer.readInt32BE(1)) {
        const end = 1 + buffer.readInt32BE(1);
        receive(String.fromCharCode(buffer[0]), buffer.subarray(5, end));
        buffer = buffer.subarray(end);
      }
    });

    function receive(type, body) {
      if (type === 'D') rows.push(columns(body));
      else if (type === 'E') failure = serverError(body);
      else if (type === 'Z' && !sent) sent = socket.write(message('Q', text(sql))) || true;
      else if (type === 'Z') {
        socket.end(message('X', Buffer.alloc(0)));
        if (failure) reject(failure);
        else resolve(rows);
      }
    }
  });
}

const text = (value) => Buffer.from(`${value}\0`);

function withLength(body) {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}

const message = (type, body) => Buffer.concat([Buffer.from(type), withLength(body)]);

function startup(parameters) {
  const version = Buffer.alloc(4);
  version.writeInt32BE(protocolVersion);
  return withLength(Buffer.concat([version, ...Object.entries(parameters).flat().map(text), Buffer.alloc(1)]));
}

function columns(body) {
  const values = [];
  for (let offset = 2; values.length < body.readInt16BE(0); ) {
    const length = body.readInt32BE(offset);
    offset += 4;
    values.push(length < 0 ? null : body.toString('utf8', offset, offset + length));
    offset += Math.max(length, 0);
  }
  return values;
}

const connectionClosed = () => Object.assign(new Error('PostgreSQL closed the connection'), { code: 'ECONNRESET' });

function serverError(body) {
  const fields = new Map(body.toString('utf8').split('\0').map((field) => [field[0], field.slice(1)]));
  return Object.assign(new Error(fields.get('M')), { sqlState: fields.get('C') });
}
