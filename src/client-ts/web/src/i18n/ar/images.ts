import type { images as en } from '../en/images';

export const images: typeof en = {};
