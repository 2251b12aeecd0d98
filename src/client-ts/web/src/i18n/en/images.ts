/** Images in messages. */
export const images = {
  alt: (sender: string) => `Image from ${sender}`,
  failed: 'This image could not be loaded.',
  open: 'Open image',
  viewer: { next: 'Next', previous: 'Previous', zoom: 'Zoom' },
};
