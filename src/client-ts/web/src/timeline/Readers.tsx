import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import { locale } from '../i18n';
import { useAvatarUrl } from '../people/use-avatar-url';
import { useNames } from '../people/use-names';
import { Avatar } from '../ui/Avatar';
import { createPopover, Popover } from '../ui/Popover';
import './readers.css';

interface Props {
  readonly label: string;
  readonly readerIds: readonly string[];
  readonly userId: string;
  /** The mark is passed by the Tab key only where the person is at its message. */
  readonly isActive: boolean;
  readonly children: JSX.Element;
}

/** A mark that opens the names of those who have read a message. */
export function Readers(props: Props) {
  const popover = createPopover();
  return (
    <>
      <button
        ref={popover.setAnchor}
        class="readers-button"
        type="button"
        tabindex={props.isActive || popover.isOpen() ? 0 : -1}
        title={props.label}
        aria-haspopup="dialog"
        aria-expanded={popover.isOpen()}
        onClick={(event) => {
          event.stopPropagation();
          popover.toggle();
        }}
      >
        {props.children}
      </button>
      <Popover state={popover} role="dialog" label={props.label}>
        <p class="readers-title">{props.label}</p>
        <Names readerIds={props.readerIds} userId={props.userId} />
      </Popover>
    </>
  );
}

function Names(props: Pick<Props, 'readerIds' | 'userId'>) {
  const { nameOf } = useNames(() => props.userId);
  const avatarUrl = useAvatarUrl();
  const sorted = () => {
    const { compare } = new Intl.Collator(locale());
    return props.readerIds.toSorted((one, other) => compare(nameOf(one), nameOf(other)));
  };
  return (
    <ul class="readers">
      <For each={sorted()}>
        {(id) => (
          <li>
            <Avatar id={id} name={nameOf(id)} url={avatarUrl(id)} />
            <bdi class="truncate">{nameOf(id)}</bdi>
          </li>
        )}
      </For>
    </ul>
  );
}
