import { render } from 'solid-js/web';
import '../ui/tokens.css';
import '../ui/base.css';
import { applyPreferences } from '../preferences';
import { App } from './App';
import { createClient } from './client';
import { ClientContext } from './context';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');

const client = createClient();
// The language first, or the page would change its words while somebody reads them.
await Promise.all([applyPreferences(), client.restore()]);

render(
  () => (
    <ClientContext.Provider value={client}>
      <App />
    </ClientContext.Provider>
  ),
  root,
);
