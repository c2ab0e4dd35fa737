/** The first few of the vectors for which `agrees` is not true, with what it threw. */
export function disagreements<Vector>(vectors: readonly Vector[], agrees: (vector: Vector) => boolean): string[] {
  const found: string[] = [];
  for (const vector of vectors) {
    let failure = '';
    try {
      if (agrees(vector)) continue;
    } catch (error) {
      failure = ` ${error}`;
    }
    found.push(`${JSON.stringify(vector).slice(0, 500)}${failure}`);
    if (found.length === 5) break;
  }
  return found;
}
