export type Route =
  | { readonly page: 'list' }
  | { readonly page: 'newMessage' }
  | { readonly page: 'newGroup' }
  | { readonly page: 'conversation'; readonly id: string };

/** The page that a path after `#` means. */
export function parse(path: string): Route {
  const [, first, second] = path.split('/');
  if (first === 'new-message') return { page: 'newMessage' };
  if (first === 'new-group') return { page: 'newGroup' };
  if (first === 'c' && second !== undefined && second !== '')
    return { page: 'conversation', id: decodeURIComponent(second) };
  return { page: 'list' };
}

export const paths = {
  list: '/',
  newMessage: '/new-message',
  newGroup: '/new-group',
  conversation: (id: string) => `/c/${encodeURIComponent(id)}`,
};
