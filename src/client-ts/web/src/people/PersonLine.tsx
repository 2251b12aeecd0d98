import type { User } from '@orleanschat/sdk';
import { Avatar } from '../ui/Avatar';
import './people.css';

/** A person in a list: avatar, name and username. */
export function PersonLine(props: { readonly user: User; readonly note?: string }) {
  return (
    <>
      <Avatar id={props.user.id} name={props.user.displayName} />
      <span class="person-names">
        <bdi class="person-name truncate">{props.user.displayName}</bdi>
        <span class="muted truncate">
          @{props.user.username}
          {props.note === undefined ? '' : ` · ${props.note}`}
        </span>
      </span>
    </>
  );
}
