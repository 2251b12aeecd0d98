/** As long as a frame is on most screens (milliseconds). */
const frame = 16;

/** A page in the background has no frames; there it is soon enough (milliseconds). */
const background = 100;

let last = -Infinity;

/** At once when nothing was shown in this frame, else with the next one: a burst of messages is one change a frame. */
export function framePace(work: () => void): void {
  let isDone = false;
  const run = () => {
    if (isDone) return;
    isDone = true;
    last = performance.now();
    work();
  };
  if (performance.now() - last > frame) return queueMicrotask(run);
  requestAnimationFrame(run);
  setTimeout(run, background);
}
