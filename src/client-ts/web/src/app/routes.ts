/** The sections of the settings, in their order. */
export const settingsSections = ['profile', 'appearance', 'notifications', 'sessions', 'account'] as const;
export type SettingsSection = (typeof settingsSections)[number];

export type Route =
  | { readonly page: 'list' }
  | { readonly page: 'newMessage' }
  | { readonly page: 'newGroup' }
  | { readonly page: 'contacts' }
  | { readonly page: 'search' }
  | { readonly page: 'shortcuts' }
  /** `section` is null for the overview. */
  | { readonly page: 'settings'; readonly section: SettingsSection | null }
  /** Somebody followed an invite. */
  | { readonly page: 'join'; readonly code: string }
  /** `seq`: the message to show, else where the person left off. `panel`: what stands beside the messages. */
  | { readonly page: 'conversation'; readonly id: string; readonly seq: number | null; readonly panel: Panel | null };

/** What can stand beside a conversation's messages: who is in it, its pinned messages, a search in it. */
export const panels = ['details', 'pins', 'search'] as const;
export type Panel = (typeof panels)[number];

/**
 * Whether a page waits for whoever signs in next. Only an invite does, and not when the person who opened it has left:
 * the next one is not to find it.
 * @param reason Why nobody is signed in, as the session has it.
 */
export function waitsForSignIn(route: Route, reason: string | null): boolean {
  return route.page === 'join' && (reason === null || reason === 'expired');
}

/** The page that a path after `#` means. */
export function parse(path: string): Route {
  const [, first, second, third, fourth] = path.split('/');
  switch (first) {
    case 'new-message':
      return { page: 'newMessage' };
    case 'new-group':
      return { page: 'newGroup' };
    case 'contacts':
    case 'search':
    case 'shortcuts':
      return { page: first };
    case 'settings':
      return { page: 'settings', section: settingsSections.find((section) => section === second) ?? null };
    case 'join':
      return second ? { page: 'join', code: decode(second) } : { page: 'list' };
    case 'c':
      return second ? parseConversation(decode(second), third, fourth) : { page: 'list' };
    default:
      return { page: 'list' };
  }
}

function parseConversation(id: string, kind: string | undefined, detail: string | undefined): Route {
  const seq = kind === 'm' && /^[1-9]\d{0,15}$/.test(detail ?? '') ? Number(detail) : null;
  return { page: 'conversation', id, seq, panel: panels.find((panel) => panel === kind) ?? null };
}

/** Somebody may have typed the address. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const conversation = (id: string) => `/c/${encodeURIComponent(id)}`;

export const paths = {
  list: '/',
  newMessage: '/new-message',
  newGroup: '/new-group',
  contacts: '/contacts',
  search: '/search',
  shortcuts: '/shortcuts',
  settings: (section?: SettingsSection) => (section === undefined ? '/settings' : `/settings/${section}`),
  join: (code: string) => `/join/${encodeURIComponent(code)}`,
  conversation,
  message: (id: string, seq: number) => `${conversation(id)}/m/${seq}`,
  panel: (id: string, panel: Panel) => `${conversation(id)}/${panel}`,
};
