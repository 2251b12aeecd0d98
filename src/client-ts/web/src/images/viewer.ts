import PhotoSwipe from 'photoswipe';
import 'photoswipe/style.css';
import { t } from '../i18n';

interface Shown {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** Shows an image whole: zoom by wheel, pinch or double tap; Escape or a swipe closes; the focus returns to where it came from. */
export function openViewer({ url, width, height }: Shown, opener: HTMLElement, alt: string): void {
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const viewer = new PhotoSwipe({
    dataSource: [{ src: url, width, height, alt }],
    bgOpacity: 0.92,
    returnFocus: false,
    closeTitle: t('common.close'),
    zoomTitle: t('images.viewer.zoom'),
    arrowPrevTitle: t('images.viewer.previous'),
    arrowNextTitle: t('images.viewer.next'),
    errorMsg: t('images.failed'),
    showHideAnimationType: isCalm ? 'none' : 'fade',
  });
  viewer.on('destroy', () => opener.isConnected && opener.focus());
  viewer.init();
  viewer.element?.setAttribute('aria-label', alt);
}
