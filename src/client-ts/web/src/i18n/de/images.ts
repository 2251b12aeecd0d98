import type { images as en } from '../en/images';

export const images: typeof en = {
  alt: (sender) => `Bild von ${sender}`,
  failed: 'Dieses Bild konnte nicht geladen werden.',
  open: 'Bild öffnen',
  viewer: { next: 'Weiter', previous: 'Zurück', zoom: 'Vergrößern' },
};
