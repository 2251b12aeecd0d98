import type { ChatClient } from '@orleanschat/sdk';
import { createContext, useContext } from 'solid-js';

export const ClientContext = createContext<ChatClient>();

export function useClient(): ChatClient {
  const client = useContext(ClientContext);
  if (client === undefined) throw new Error('There is no client above this component.');
  return client;
}
