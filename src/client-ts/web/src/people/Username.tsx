/** "@ann", which reads from left to right also among words that run the other way. */
export function Username(props: { readonly name: string; readonly class?: string }) {
  return (
    <bdi class={props.class} dir="ltr">
      @{props.name}
    </bdi>
  );
}
