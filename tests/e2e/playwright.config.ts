import { defineConfig, devices } from '@playwright/test';

const server = process.env.CHAT_SERVER_URL;
if (!server) throw new Error('CHAT_SERVER_URL is not set: run these tests with scripts/test.');

const executablePath = process.env.CHROMIUM_PATH;
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

export default defineConfig({
  testDir: 'tests',
  workers: 1,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    baseURL: server,
    actionTimeout: 20_000,
    launchOptions: { args, ...(executablePath ? { executablePath } : {}) },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } } },
    { name: 'phone', use: { ...devices['Pixel 7'] } },
  ],
});
