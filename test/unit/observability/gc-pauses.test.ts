import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { GcPauses } from '../../../lib/observability/gc-pauses.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('GcPauses', () => {
  it('counts collections from its construction to its stop, and knows the longest', async () => {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
    const pauses = new GcPauses();
    collectGarbage();
    collectGarbage();
    // Node hands entries over between two turns of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    const counted = pauses.stop();
    expect(counted.count).toBeGreaterThanOrEqual(2);
    expect(counted.longestMillis).toBeGreaterThan(0);
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
    expect(pauses.stop()).toEqual(counted);
  });
});
