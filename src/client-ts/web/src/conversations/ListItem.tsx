import type { CustomItemComponentProps } from 'virtua/solid';

/**
 * An item of a list that is rendered in part: tells its place in the whole. Shown from the start and not only when it has
 * been measured, for what is hidden cannot have the focus: the height of these rows is known.
 */
export function ListItem(props: CustomItemComponentProps & { readonly count: number }) {
  const style = () => ({ ...props.style, visibility: 'visible' as const });
  return (
    <li
      ref={props.ref}
      style={style()}
      aria-posinset={props.index + 1}
      aria-setsize={props.count}
    >
      {props.children}
    </li>
  );
}
