/** Student's t for 99 % on both sides, by degrees of freedom from 1. */
const STUDENT = [63.66, 9.92, 5.84, 4.6, 4.03, 3.71, 3.5, 3.36, 3.25, 3.17];

/**
 * By how much the mean of one list lies above that of another, with the margin of 99 %, as if only the list that varies more
 * had varied (the cautious end of Welch's test). Lists have at least two values.
 */
export function differenceOf(before, after) {
  const [first, second] = [describe(before), describe(after)];
  const freedom = Math.min(before.length, after.length) - 1;
  const student = STUDENT[Math.min(freedom, STUDENT.length) - 1];
  return {
    before: round(first.mean),
    after: round(second.mean),
    difference: round(second.mean - first.mean),
    marginOf99Percent: round(student * Math.sqrt(first.squaredError + second.squaredError)),
  };
}

function describe(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, squaredError: squares / (values.length - 1) / values.length };
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
