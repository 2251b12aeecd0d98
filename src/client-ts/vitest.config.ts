import { defineConfig } from 'vitest/config';

// The SDK is tested from its TypeScript, with no build first.
const ssr = { resolve: { conditions: ['source', 'module', 'node', 'development|production'] } };

export default defineConfig({
  test: {
    projects: [
      { ssr, test: { name: 'sdk', root: 'sdk', include: ['test/unit/**/*.test.ts'] } },
      { ssr, test: { name: 'web', root: 'web', include: ['test/**/*.test.ts'] } },
      // Against a running server: CHAT_SERVER_URL says where it is.
      {
        ssr,
        test: {
          name: 'live',
          root: 'sdk',
          include: ['test/live/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
