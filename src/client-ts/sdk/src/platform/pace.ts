/** Runs work a little later, once each time it is called; what comes until then may be done with it. */
export type Pace = (work: () => void) => void;
