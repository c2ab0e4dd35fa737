/**
 * Times contestants in turns, so that what else the machine does falls on all of them alike.
 *
 * `contestants`: name -> function that does one round and returns a number. Returns name -> median nanoseconds of a round.
 * The order of the turns rotates. `consumed` sums what the rounds returned: print it, so that nothing is optimized away.
 */
export function interleave(contestants, { rounds, warmupRounds }) {
  const names = Object.keys(contestants);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  let consumed = 0;
  for (let round = -warmupRounds; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round + warmupRounds) % names.length];
      const run = contestants[name];
      const start = process.hrtime.bigint();
      const result = run();
      const elapsed = Number(process.hrtime.bigint() - start);
      consumed += result;
      if (round >= 0) times[name].push(elapsed);
    }
  }
  return { medians: Object.fromEntries(names.map((name) => [name, median(times[name])])), consumed };
}

/** The same for functions that return promises. */
export async function interleaveAsync(contestants, { rounds, warmupRounds }) {
  const names = Object.keys(contestants);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  let consumed = 0;
  for (let round = -warmupRounds; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round + warmupRounds) % names.length];
      const start = process.hrtime.bigint();
      const result = await contestants[name]();
      const elapsed = Number(process.hrtime.bigint() - start);
      consumed += result;
      if (round >= 0) times[name].push(elapsed);
    }
  }
  return { medians: Object.fromEntries(names.map((name) => [name, median(times[name])])), consumed };
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
