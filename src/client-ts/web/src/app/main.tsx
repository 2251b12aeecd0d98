import { render } from 'solid-js/web';
import '../ui/tokens.css';
import '../ui/base.css';
import { App } from './App';
import { createClient } from './client';
import { ClientContext } from './context';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');

const client = createClient();
void client.restore();

render(
  () => (
    <ClientContext.Provider value={client}>
      <App />
    </ClientContext.Provider>
  ),
  root,
);
