/** Names and texts are isolated, for their direction may be another than the sentence's. */
export const notifications = {
  from: (name: string, text: string) => `\u2068${name}\u2069: \u2068${text}\u2069`,
  image: 'Image',
  mention: (name: string, text: string) => `\u2068${name}\u2069 mentioned you: \u2068${text}\u2069`,
  newMessage: 'New message',
  somebody: 'Somebody',
};
