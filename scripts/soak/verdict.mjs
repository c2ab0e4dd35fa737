/** Fewer do not fill the caches of V8 and of malloc, so what comes on top says nothing. */
export const LEAST_OPERATIONS = 10e6;

/** V8 takes and gives back its heap by pages of 256 KiB. */
const RESOLUTION = 0.262;

/**
 * What the numbers say: `leaks`, whether memory is lost for certain, and why, in `sentences`.
 *
 * At rest decides. What grows under load and is not in use at rest was free: V8 and malloc keep it for their next use, and
 * the most that they ever needed at a time rises ever more slowly.
 */
export function verdictOf({ operations, left, atRest, underLoad }) {
  const sentences = [];
  const inLedger = Object.values(left).some((count) => count !== 0);
  if (inLedger) {
    sentences.push(
      `Leak: in the ledger are ${left.chunks} chunks, ${left.bytes} bytes, ${left.pagesInUse} pages in use.`,
    );
  }
  if (operations < LEAST_OPERATIONS) {
    sentences.push(
      `Too short to tell whether the process grows: that takes ${LEAST_OPERATIONS / 1e6} million operations.`,
    );
    return { leaks: inLedger, sentences };
  }
  const margin = atRest.marginOf99Percent + RESOLUTION;
  const grows = atRest.difference > margin;
  sentences.push(
    `${grows ? 'Leak: at rest the process grows' : 'No leak: at rest the process is as large as before, within noise'}: ` +
      `${atRest.before} MB after the warm-up, ${atRest.after} MB at the end, ` +
      `${signed(atRest.difference)} ± ${margin.toFixed(3)} MB in ${operationsBetween(atRest)} million operations.`,
  );
  sentences.push(slopeSentence(underLoad.rss, grows));
  return { leaks: inLedger || grows, sentences };
}

function operationsBetween({ millionsBetween }) {
  return Math.round(millionsBetween * 10) / 10;
}

function slopeSentence({ slope, marginOf95Percent }, leaks) {
  const measured = `${signed(slope)} ± ${marginOf95Percent} MB per million operations over the second half`;
  if (Math.abs(slope) <= marginOf95Percent)
    return `The resident set under load does not grow, within noise: ${measured}.`;
  if (slope < 0) return `The resident set under load shrinks: ${measured}.`;
  const settling = leaks ? '' : '; nothing of it is in use at rest: V8 and malloc keep it free for their next use';
  return `The resident set under load grows: ${measured}${settling}.`;
}

function signed(value) {
  return value > 0 ? `+${value}` : `${value}`;
}
