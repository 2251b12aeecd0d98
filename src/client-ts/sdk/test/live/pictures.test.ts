import { describe, expect, it } from 'vitest';
import { ascii, jpeg, segment } from './jpeg.js';
import { Person, people } from './people.js';

const download = async (address: string) => {
  const response = await fetch(address);
  expect(response.status).toBe(200);
  return { type: response.headers.get('Content-Type'), text: await response.text() };
};

describe('a picture', () => {
  it('is uploaded with a small one, sent without text, and seen without what the camera wrote into it', async () => {
    const ann = await Person.register('ann', { makeThumbnail: async () => jpeg(40, 20) });
    const bob = await Person.register('bob');
    const { id } = await ann.writeTo(bob);
    const steps: (readonly [number, number])[] = [];
    const photo = jpeg(400, 200, segment(0xfe, ascii('taken at home')));
    const image = await ann.client.pictures.upload(photo, {
      fileName: 'walk.jpg',
      onProgress: (sent, total) => steps.push([sent, total]),
    });
    expect(image).toMatchObject({ contentType: 'image/jpeg', width: 400, height: 200 });
    expect(steps.at(-1)).toEqual([photo.size, photo.size]);

    await ann.says(id, '', { imageId: image.id });
    const shown = (await bob.sees(id, (message) => message.image?.id === image.id, 'the picture')).image!;
    const large = await download(bob.client.pictures.address(shown.url));
    expect(large.type).toBe('image/jpeg');
    expect(large.text).not.toContain('taken at home');
    expect(shown.thumbnailUrl).not.toBeNull();
    await download(bob.client.pictures.address(shown.thumbnailUrl!));

    const fresh = await download(await bob.client.pictures.freshAddress(image.id));
    expect(fresh).toEqual(large);
    const stranger = await Person.register('stranger');
    await expect(stranger.client.pictures.freshAddress(image.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is refused when it is none, or of a kind that is not taken', async () => {
    const ann = await Person.register('ann');
    const text = new Blob(['<script>alert(1)</script>'], { type: 'image/png' });
    await expect(ann.client.pictures.upload(text)).rejects.toMatchObject({ permanent: true });
    const drawing = new Blob(['<svg/>'], { type: 'image/svg+xml' });
    await expect(ann.client.pictures.upload(drawing)).rejects.toMatchObject({ code: 'unsupported_media_type' });
    const huge = new Blob([new Uint8Array(10 * 1024 * 1024 + 1)], { type: 'image/png' });
    await expect(ann.client.pictures.upload(huge)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('of oneself is seen by others, until it is taken away', async () => {
    const [ann, bob] = await people('ann', 'bob');
    const { id } = await ann.writeTo(bob);
    await ann.says(id, 'Look at me');
    await bob.shows(id, ['Look at me']);
    const { id: imageId } = await ann.client.pictures.upload(jpeg(64, 64));
    await ann.client.account.setAvatar(imageId);
    expect(ann.client.session.get()).toMatchObject({ user: { avatarUrl: expect.stringContaining('/') as string } });
    await bob.finds(id, (conversation) => conversation?.peer?.avatarUrl != null, "ann's picture");
    await download(bob.client.pictures.address(bob.client.users.get().get(ann.id)?.avatarUrl ?? ''));
    await ann.client.account.setAvatar(null);
    await bob.finds(id, (conversation) => conversation?.peer?.avatarUrl === null, 'no picture of ann');
  });
});
