import type { ReadonlyStore, SessionState } from '@orleanschat/sdk';
import { createSignal } from 'solid-js';
import { forgetStates, replyTo } from '../conversations/conversation-state';
import { forgetAttachments } from './attachments';
import type { Draft } from './draft-storage';
import { DraftStorage, emptyDraft, isEmpty, parseDraft } from './draft-storage';

/** A draft is stored when nothing was typed for so long (milliseconds). */
const pause = 300;

const [drafts, setDrafts] = createSignal<ReadonlyMap<string, Draft>>(new Map());
/** Null while nobody is signed in, and where the browser keeps nothing: drafts live as long as the page then. */
let storage: DraftStorage | null = null;
let userId: string | null = null;
/** Typed here and not stored yet, by conversation. */
const unstored = new Map<string, ReturnType<typeof setTimeout>>();

/** What was typed in a conversation and not sent. */
export function draftOf(conversationId: string): string {
  return drafts().get(conversationId)?.text ?? '';
}

/** With every key: stored a little later, or when the page goes. */
export function keepDraft(conversationId: string, change: Partial<Draft>): void {
  const before = drafts().get(conversationId) ?? emptyDraft;
  const draft = { ...before, ...change };
  if (draft.text === before.text && draft.replyTo?.seq === before.replyTo?.seq) return;
  show(conversationId, draft);
  clearTimeout(unstored.get(conversationId));
  if (isEmpty(draft)) store(conversationId);
  else unstored.set(conversationId, setTimeout(() => store(conversationId), pause));
}

/** Takes up the drafts of whoever is signed in; they go when that person signs out, not when a session expires. */
export function followSession(session: ReadonlyStore<SessionState>): void {
  const follow = (state: SessionState) => {
    const next = state.status === 'signedIn' ? state.user.id : null;
    if (next === userId) return;
    if (userId !== null) close(state.status === 'signedOut' && state.reason === 'expired');
    userId = next;
    if (next !== null) open(next);
  };
  follow(session.get());
  session.subscribe(follow);
  addEventListener('storage', onStorage);
  addEventListener('pagehide', storeAll);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && storeAll());
}

function open(id: string): void {
  try {
    storage = new DraftStorage(localStorage, id);
    const stored = storage.read();
    setDrafts(stored);
    for (const [conversationId, draft] of stored) replyTo(conversationId, draft.replyTo);
  } catch (error) {
    storage = null;
    console.warn('Drafts are not kept: the browser has no storage for them.', error);
  }
}

function close(keeps: boolean): void {
  if (keeps) storeAll();
  else storage?.erase();
  for (const timer of unstored.values()) clearTimeout(timer);
  unstored.clear();
  storage = null;
  setDrafts(new Map());
  forgetStates();
  forgetAttachments();
}

/** Another tab has typed. Where the person types in this one, theirs is newer. */
function onStorage({ key, newValue }: StorageEvent): void {
  const conversationId = key === null ? null : (storage?.conversationOf(key) ?? null);
  if (conversationId === null || unstored.has(conversationId)) return;
  const draft = parseDraft(newValue);
  show(conversationId, draft);
  replyTo(conversationId, draft.replyTo);
}

function show(conversationId: string, draft: Draft): void {
  const changed = new Map(drafts());
  if (isEmpty(draft)) changed.delete(conversationId);
  else changed.set(conversationId, draft);
  setDrafts(changed);
}

function storeAll(): void {
  for (const conversationId of [...unstored.keys()]) store(conversationId);
}

function store(conversationId: string): void {
  clearTimeout(unstored.get(conversationId));
  unstored.delete(conversationId);
  try {
    storage?.write(conversationId, drafts().get(conversationId) ?? emptyDraft);
  } catch (error) {
    console.warn('A draft could not be stored.', error);
  }
}
