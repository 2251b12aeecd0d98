import type { Invite } from '@orleanschat/sdk';
import { locale, t } from '../i18n';

/** The address that somebody else opens to join. */
export function inviteLink(origin: string, code: string): string {
  return `${origin}/#/join/${encodeURIComponent(code)}`;
}

/** "5 March, 14:05" */
export function moment(time: string): string {
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' }).format(new Date(time));
}

/** Null while it can be used. */
export function inviteEnd(invite: Invite, now: Date): 'usedUp' | 'expired' | null {
  if (invite.maxUses !== null && invite.uses >= invite.maxUses) return 'usedUp';
  return invite.expiresAt !== null && new Date(invite.expiresAt) <= now ? 'expired' : null;
}

/** How often it was used and until when it is good, in one line. */
export function inviteText(invite: Invite, now: Date): string {
  const end = inviteEnd(invite, now);
  const uses = invite.maxUses === null ? t('groups.invites.uses', invite.uses) : t('groups.invites.usesOf', invite.uses, invite.maxUses);
  const until = invite.expiresAt === null ? t('groups.invites.never') : t('groups.invites.expires', moment(invite.expiresAt));
  return [uses, end === null ? until : t(`groups.invites.${end}`)].join(' · ');
}
