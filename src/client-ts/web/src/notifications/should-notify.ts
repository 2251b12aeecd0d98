import type { News } from '@orleanschat/sdk';

/** What a page shows while news come. */
export interface Attention {
  readonly visible: boolean;
  readonly focused: boolean;
  /** The conversation that is open, if any. */
  readonly openId: string | null;
}

/** Whether the person sees news of a conversation on this page without being told: in it, or by its row in the list. */
export function sees({ visible, focused, openId }: Attention, conversationId: string): boolean {
  return visible && (focused || openId === conversationId);
}

/** Whether news are worth a notification to somebody who does not see them. */
export function shouldNotify({ conversation, mentionsMe }: Pick<News, 'conversation' | 'mentionsMe'>): boolean {
  return !conversation.muted || mentionsMe;
}
