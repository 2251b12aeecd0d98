import { defineConfig, loadEnv } from 'vite';
import solid from 'vite-plugin-solid';

export default defineConfig(({ mode }) => {
  // Where a running server is, for `npm run dev`.
  const server = loadEnv(mode, '.', 'CHAT_')['CHAT_SERVER_URL'] ?? 'http://127.0.0.1:5000';
  return {
    plugins: [solid()],
    // The SDK is bundled from its TypeScript, so that it needs no build of its own first.
    resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
    build: { target: 'es2022', sourcemap: false },
    server: { proxy: { '/api': server, '/hubs': { target: server, ws: true } } },
  };
});
