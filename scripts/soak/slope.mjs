/**
 * Least squares. The margin is that of 95 %, for as many independent samples as these are worth: samples near each other
 * resemble each other, by the correlation of neighbours.
 */
export function slopeOf(x, y) {
  const n = x.length;
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / n;
  const [meanX, meanY] = [mean(x), mean(y)];
  const sxx = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const slope = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i] - meanY), 0) / sxx;
  const residuals = y.map((value, i) => value - meanY - slope * (x[i] - meanX));
  const squares = residuals.reduce((sum, value) => sum + value * value, 0);
  const neighbours = residuals.slice(1).reduce((sum, value, i) => sum + value * residuals[i], 0);
  const correlation = squares === 0 ? 0 : Math.min(0.99, Math.max(0, neighbours / squares));
  const independent = Math.max(3, (n * (1 - correlation)) / (1 + correlation));
  const standardError = Math.sqrt(squares / n / (independent - 2) / (sxx / n));
  return { slope: round(slope), marginOf95Percent: round(1.96 * standardError) };
}

function round(value) {
  return Math.round(value * 10000) / 10000;
}
