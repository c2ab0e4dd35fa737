/** Time that all kernels together take in one turn of the event loop. */
const TURN_MILLIS = 4;

/** Time that a kernel has when it comes to its turn late, so that none starves beside others. */
const LEAST_MILLIS = 1.5;

/** Units of work, of at most some ten nanoseconds each, between two looks at the clock. */
const UNITS_PER_CLOCK_READ = 1 << 15;

/** Most bytes that one step of a kernel compares or copies. */
export const BYTES_PER_STEP = 1 << 18;

/** Whether kernels have worked since the event loop last came round, and until when they may. */
let turnIsOpen = false;
let turnDeadline = 0;

function openTurn(): void {
  if (turnIsOpen) return;
  turnIsOpen = true;
  turnDeadline = performance.now() + TURN_MILLIS;
  setImmediate(() => {
    turnIsOpen = false;
  });
}

/** Says when a kernel has to let the event loop go on. */
export interface TimeSlice {
  /** Counts work that was done. True: the time is used up. */
  spend(units: number): boolean;
}

class TurnSlice implements TimeSlice {
  #deadline = 0;
  #units = 0;

  start(): void {
    openTurn();
    this.#deadline = Math.max(turnDeadline, performance.now() + LEAST_MILLIS);
    this.#units = 0;
  }

  spend(units: number): boolean {
    this.#units += units;
    if (this.#units < UNITS_PER_CLOCK_READ) return false;
    this.#units = 0;
    return performance.now() >= this.#deadline;
  }
}

/** Repeats `step`, one slice of time each, until it returns true; other events have their turn in between. */
export async function runInSlices(step: (slice: TimeSlice) => boolean): Promise<void> {
  const slice = new TurnSlice();
  // A caller that awaits one short call after the other would otherwise never leave the turn.
  if (turnIsOpen && performance.now() >= turnDeadline) await nextTurn();
  for (;;) {
    slice.start();
    if (step(slice)) return;
    await nextTurn();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
