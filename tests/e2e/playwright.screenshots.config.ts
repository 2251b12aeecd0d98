import { defineConfig } from '@playwright/test';
import tests from './playwright.config.ts';

/** Pictures for the README and for people to look at, at three widths in both themes: `npm run screenshots`. */
const sizes = { phone: [360, 780], tablet: [768, 1024], desktop: [1440, 900] } as const;

export default defineConfig({
  ...tests,
  testDir: 'screenshots',
  workers: 1,
  projects: Object.entries(sizes).flatMap(([size, [width, height]]) =>
    (['light', 'dark'] as const).map((colorScheme) => ({
      name: `${size}-${colorScheme}`,
      use: { viewport: { width, height }, hasTouch: size === 'phone', colorScheme },
    })),
  ),
});
