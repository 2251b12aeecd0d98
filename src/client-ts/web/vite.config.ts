import { defineConfig, loadEnv } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import solid from 'vite-plugin-solid';
import { precompress } from './build/precompress.ts';

export default defineConfig(({ mode }) => {
  // Where a running server is, for `npm run dev`.
  const server = loadEnv(mode, '.', 'CHAT_')['CHAT_SERVER_URL'] ?? 'http://127.0.0.1:5000';
  return {
    plugins: [
      solid(),
      VitePWA({
        strategies: 'injectManifest',
        srcDir: 'src/pwa',
        filename: 'sw.ts',
        // The page registers the worker itself (pwa/register.ts), and the manifest is a file like others (public/).
        injectRegister: false,
        manifest: false,
        injectManifest: {
          globPatterns: ['index.html', 'assets/*.{js,css}'],
          // These are kept from when they are first used (sw.ts).
          globIgnores: ['assets/{compact,messages,EmojiPicker,viewer}-*'],
          // Names with hashes need no second one.
          dontCacheBustURLsMatching: /^assets\//,
        },
      }),
      precompress(),
    ],
    // The SDK is bundled from its TypeScript, so that it needs no build of its own first.
    resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
    // The manifest says what is loaded with the page: test/budget.test.ts adds it up.
    build: {
      target: 'es2022',
      sourcemap: false,
      manifest: true,
      // One file for the first load, instead of one for each set of pages that share something.
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
    },
    server: { proxy: { '/api': server, '/hubs': { target: server, ws: true }, '/blobs': server } },
  };
});
