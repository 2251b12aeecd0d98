import type { CustomItemComponentProps } from 'virtua/solid';

/** An item of a list that is rendered in part: tells its place in the whole. */
export function ListItem(props: CustomItemComponentProps & { readonly count: number }) {
  return (
    <li ref={props.ref} style={props.style} aria-posinset={props.index + 1} aria-setsize={props.count}>
      {props.children}
    </li>
  );
}
