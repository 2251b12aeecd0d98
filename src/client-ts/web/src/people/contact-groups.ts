import type { Contact, Contacts, ContactStatus } from '@orleanschat/sdk';

/** A person's relations, each kind by name. */
export type ContactGroups = Readonly<Record<Exclude<ContactStatus, 'removed'>, readonly Contact[]>>;

export function groupContacts(contacts: Contacts): ContactGroups {
  const sorted = [...contacts.values()].sort((left, right) => left.user.displayName.localeCompare(right.user.displayName));
  const having = (status: ContactStatus) => sorted.filter((contact) => contact.status === status);
  return {
    accepted: having('accepted'),
    blocked: having('blocked'),
    pendingIncoming: having('pendingIncoming'),
    pendingOutgoing: having('pendingOutgoing'),
  };
}

/** Requests that wait for the person's answer. */
export function incomingCount(contacts: Contacts): number {
  return [...contacts.values()].filter(({ status }) => status === 'pendingIncoming').length;
}
