/** Where the connection is in its life. */
export type ConnectionState =
  /** There is no network, or nobody is signed in. */
  | { readonly status: 'offline' }
  | { readonly status: 'connecting' }
  /** Connected, and catching up with what was missed. */
  | { readonly status: 'syncing' }
  | { readonly status: 'online' }
  /** The next try is at `until` (milliseconds since 1970). */
  | { readonly status: 'reconnecting'; readonly until: number }
  /** The session is over; nothing reconnects. */
  | { readonly status: 'ended'; readonly reason: string };

export type ConnectionEvent =
  | { readonly type: 'connect' }
  | { readonly type: 'opened' }
  | { readonly type: 'synced' }
  | { readonly type: 'lost'; readonly until: number }
  | { readonly type: 'stopped' }
  | { readonly type: 'ended'; readonly reason: string };

type Status = ConnectionState['status'];

const sources: Record<ConnectionEvent['type'], readonly Status[]> = {
  connect: ['offline', 'reconnecting', 'ended'],
  opened: ['connecting'],
  synced: ['syncing'],
  lost: ['connecting', 'syncing', 'online'],
  stopped: ['offline', 'connecting', 'syncing', 'online', 'reconnecting'],
  ended: ['offline', 'connecting', 'syncing', 'online', 'reconnecting'],
};

/** The state after an event. An event that does not fit the state changes nothing. */
export function transition(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  if (!sources[event.type].includes(state.status)) return state;
  switch (event.type) {
    case 'connect':
      return { status: 'connecting' };
    case 'opened':
      return { status: 'syncing' };
    case 'synced':
      return { status: 'online' };
    case 'lost':
      return { status: 'reconnecting', until: event.until };
    case 'stopped':
      return { status: 'offline' };
    case 'ended':
      return { status: 'ended', reason: event.reason };
  }
}
