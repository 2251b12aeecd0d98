/**
 * Shows a value that changes faster than showing it takes: one at a time, the latest, and none twice.
 * @param interval From the end of one to the start of the next (milliseconds).
 */
export function showLatest<T>(
  show: (value: T) => Promise<void>,
  interval: number,
  failed: (error: unknown) => void,
): (value: T) => void {
  let wanted: T | undefined;
  let shown: T | undefined;
  let isBusy = false;
  const run = async () => {
    isBusy = true;
    while (wanted !== undefined && wanted !== shown) {
      shown = wanted;
      await show(wanted).catch(failed);
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
    isBusy = false;
  };
  return (value) => {
    wanted = value;
    if (!isBusy) void run();
  };
}
