import { render } from 'solid-js/web';
import '../ui/tokens.css';
import '../ui/base.css';
import './main-screen.css';
import './skeleton.css';
import { applyPreferences } from '../preferences';
import { registerServiceWorker } from '../pwa/register';
import { loadRichText } from '../timeline/rich-text-loader';
import { App } from './App';
import { createClient } from './client';
import { ClientContext } from './context';
import { tellOfUnexpectedErrors } from './unexpected-errors';

// A function, for parts that are loaded later wait until this module has run to its end.
void start();

async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no root.');
  tellOfUnexpectedErrors();
  registerServiceWorker();
  const client = createClient();
  // The language first, or the page would change its words while somebody reads them.
  await Promise.all([applyPreferences(), client.restore()]);

  root.replaceChildren();
  render(
    () => (
      <ClientContext.Provider value={client}>
        <App />
      </ClientContext.Provider>
    ),
    root,
  );

  // A page in the background may be thrown away at any time.
  document.addEventListener('visibilitychange', () => document.hidden && void client.flush());
  addEventListener('pagehide', () => void client.flush());

  // Nobody waits for these.
  const { startNotifications } = await import('../notifications');
  startNotifications(client);
  // Safari has no idle callback.
  (globalThis.requestIdleCallback ?? setTimeout)(() => void loadRichText());
}
