/** The frame around all pages. */
export const app = {
  chooseConversation: 'Choose a conversation, or start a new one.',
  connection: {
    offline: 'No connection. Messages are kept and sent when you are back.',
    reconnecting: 'Reconnecting…',
    syncing: 'Catching up…',
    tryNow: 'Try now',
  },
  failed: 'This page could not be loaded. Check your connection and try again.',
  sidebar: 'Conversations and people',
  skipToMessages: 'Skip to messages',
  unexpected: 'Something went wrong. Reload the page; what you wrote is kept.',
  update: 'A new version is ready.',
  updateNow: 'Reload',
};
