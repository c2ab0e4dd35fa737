/**
 * Times contestants in turns, so that what else the machine does falls on all of them alike.
 *
 * `contestants`: name -> function that does one round and returns a number. Returns name -> median nanoseconds of a round.
 * The order of the turns rotates. `consumed` sums what the rounds returned: print it, so that nothing is optimized away.
 */
export function interleave(contestants, options) {
  const times = noTimes(contestants);
  let consumed = 0;
  for (const { name, counts } of turns(contestants, options)) {
    const run = contestants[name];
    const start = process.hrtime.bigint();
    const result = run();
    const elapsed = Number(process.hrtime.bigint() - start);
    consumed += result;
    if (counts) times[name].push(elapsed);
  }
  return { medians: mediansOf(times), consumed };
}

/** The same for functions that return promises. */
export async function interleaveAsync(contestants, options) {
  const times = noTimes(contestants);
  let consumed = 0;
  for (const { name, counts } of turns(contestants, options)) {
    const run = contestants[name];
    const start = process.hrtime.bigint();
    const result = await run();
    const elapsed = Number(process.hrtime.bigint() - start);
    consumed += result;
    if (counts) times[name].push(elapsed);
  }
  return { medians: mediansOf(times), consumed };
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** Whose turn it is, and whether it counts or warms up. */
function* turns(contestants, { rounds, warmupRounds }) {
  const names = Object.keys(contestants);
  for (let round = 0; round < warmupRounds + rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      yield { name: names[(turn + round) % names.length], counts: round >= warmupRounds };
    }
  }
}

function noTimes(contestants) {
  return Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
}

function mediansOf(times) {
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}
