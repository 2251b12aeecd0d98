/** A key handler that takes Escape: nothing around its element acts on it too. A dialog inside takes its own. */
export function onEscape(act: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Escape' || (event.target as Element).closest('dialog') !== null) return;
    event.stopPropagation();
    act();
  };
}
