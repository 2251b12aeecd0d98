import type { images as en } from '../en/images';

export const images: typeof en = {
  alt: (sender) => `صورة من ${sender}`,
  failed: 'تعذّر تحميل هذه الصورة.',
  open: 'فتح الصورة',
  viewer: { next: 'التالي', previous: 'السابق', zoom: 'تكبير' },
};
