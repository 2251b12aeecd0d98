import type { User } from '@orleanschat/sdk';
import { Show } from 'solid-js';
import { useClient } from '../app/context';
import { Avatar } from '../ui/Avatar';
import { fromStore } from '../ui/from-store';
import { Username } from './Username';
import './people.css';

/** A person in a list: picture, name, user name, and whether they are here. */
export function PersonLine(props: { readonly user: User; readonly note?: string | null | undefined }) {
  const client = useClient();
  const presence = fromStore(() => client.presence);
  return (
    <>
      <Avatar
        id={props.user.id}
        name={props.user.displayName}
        url={props.user.avatarUrl}
        online={presence().get(props.user.id)?.online === true}
      />
      <span class="person-names">
        <bdi class="person-name truncate">{props.user.displayName}</bdi>
        <span class="person-about muted">
          <Username name={props.user.username} class="truncate" />
          <Show when={props.note}>{(note) => <span class="person-note">{note()}</span>}</Show>
        </span>
      </span>
    </>
  );
}
