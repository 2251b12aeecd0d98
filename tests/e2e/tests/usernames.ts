import { randomBytes } from 'node:crypto';

/** A username that nobody has, reminding of a name. */
export function usernameFor(name: string): string {
  const letters = name.toLowerCase().replace(/[^a-z0-9]/g, '').slice(0, 16);
  return `${letters || 'someone'}.${randomBytes(5).toString('hex')}`;
}
