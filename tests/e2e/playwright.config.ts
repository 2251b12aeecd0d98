import { defineConfig, devices } from '@playwright/test';

const server = process.env.CHAT_SERVER_URL;
if (!server) throw new Error('CHAT_SERVER_URL is not set: run these tests with scripts/test.');

const executablePath = process.env.CHROMIUM_PATH;
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } };
const phone = devices['Pixel 7'];
/** Looked at in every theme at every size; the stories run once per size, each size in a theme of its own. */
const pages = /pages\.spec\.ts/;
const everyPage = /every page is accessible/;

/** Measured once, at one size. */
const timing = /performance\.spec\.ts/;

export default defineConfig({
  testDir: 'tests',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    baseURL: server,
    actionTimeout: 20_000,
    locale: 'en-GB',
    launchOptions: { args, ...(executablePath ? { executablePath } : {}) },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: { ...desktop, colorScheme: 'light' } },
    { name: 'phone', testIgnore: timing, use: { ...phone, colorScheme: 'dark' } },
    { name: 'desktop-dark', testMatch: pages, grep: everyPage, use: { ...desktop, colorScheme: 'dark' } },
    { name: 'phone-light', testMatch: pages, grep: everyPage, use: { ...phone, colorScheme: 'light' } },
  ],
});
