import { isolate } from '../isolate';
import { plural } from './plural';

export const composer = {
  attach: 'Attach images',
  blocked: (name: string) => `You blocked ${isolate(name)}.`,
  cancelReply: 'Cancel reply',
  cancelUpload: 'Do not send this image',
  charactersLeft: (count: number) => plural(count, { one: '# character left', other: '# characters left' }),
  dropHere: 'Drop images here',
  emoji: 'Insert emoji',
  image: 'Image',
  images: 'Images to send',
  message: 'Message',
  notSent: 'Not sent.',
  originalSize: 'Send original size',
  people: 'People to mention',
  peopleFound: (count: number) =>
    plural(count, { one: '# person. Enter takes the name.', other: '# people. Up and Down choose, Enter takes the name.' }),
  reading: 'Reading images…',
  refused: {
    size: (name: string) => `“${isolate(name)}” is too large: images may have up to 10 MB. Choose a smaller one.`,
    type: (name: string) => `“${isolate(name)}” is no image that can be sent. Choose a JPEG, PNG, GIF, WebP or AVIF.`,
    unreadable: (name: string) => `“${isolate(name)}” cannot be read as an image; it may be damaged. Choose another one.`,
  },
  removeImage: (name: string) => `Remove ${name}`,
  replyingTo: (name: string) => `Replying to ${isolate(name)}`,
  send: 'Send',
  sending: 'Sending',
  sent: 'Sent',
  tooLong: (count: number) =>
    plural(count, {
      one: '# character too many. Shorten the text to send it.',
      other: '# characters too many. Shorten the text or send it in parts.',
    }),
  unblock: 'Unblock',
  uploading: 'Uploading the image',
  waiting: 'Waiting for a connection',
  waitingCount: (count: number) =>
    plural(count, { one: '# message is waiting for a connection', other: '# messages are waiting for a connection' }),
};
