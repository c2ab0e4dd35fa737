import { setImmediate } from 'node:timers/promises';
import { type FoundDivergence, replay } from './crosscheck.ts';
import type { Step } from './operation.ts';
import { shrink } from './shrink.ts';
import type { Divergence, NamedEngine } from './side-by-side.ts';
import { simplerSteps } from './simpler-steps.ts';
import { guarded } from './source-text.ts';

const MAX_TRIES = 5000;
/** What the lines of a program may name, beside the engine. */
const CLASSES = ['DataInputDeserializer', 'DataOutputSerializer', 'MemorySegment'];

/** A divergence with the fewest steps that show it. */
export interface Reproduction {
  /** With this seed a run shows it within `operations`. */
  readonly seed: number;
  readonly operations: number;
  readonly divergence: Divergence;
  readonly steps: readonly Step[];
  /** False: the round alone does not show it again, so `steps` are all of the round. */
  readonly repeatable: boolean;
  /** The steps as lines of TypeScript, for the path and the engine under suspicion. */
  readonly program: readonly string[];
}

/** Shrinks what was found, with thousands of replays when the sequence is long; a signal ends that with the shortest so far. */
export async function reproduce(
  engines: readonly [NamedEngine, NamedEngine],
  found: FoundDivergence,
  signal?: AbortSignal,
): Promise<Reproduction> {
  const { seed, steps } = found;
  const shortest = await shrink(steps, {
    failsAfter: async (candidate) => (await replay(engines, candidate, { signal }))?.count,
    simpler: simplerSteps,
    maxTries: MAX_TRIES,
    pause: () => setImmediate(),
    signal,
  });
  const again = shortest && (await replay(engines, shortest));
  const divergence = again?.divergence ?? found.divergence;
  const kept = shortest ?? steps;
  return {
    seed,
    operations: steps.length,
    divergence,
    steps: kept,
    repeatable: again !== undefined,
    program: await programOf(engines, kept, divergence),
  };
}

async function programOf(
  engines: readonly [NamedEngine, NamedEngine],
  steps: readonly Step[],
  divergence: Divergence,
): Promise<readonly string[]> {
  const { suspect } = divergence;
  const { engine } = engines.find(({ name }) => suspect.startsWith(`${name}, `)) ?? engines[0];
  const isAccess = suspect.endsWith(', access');
  const body = await (isAccess ? accessLines(engines, steps, suspect) : segmentLines(engines, steps));
  const last = body.pop();
  if (last !== undefined) body.push(divergence.kind === 'result' || isAccess ? shown(last, divergence) : last);
  if (divergence.bytes !== undefined) {
    const { segment, offset } = divergence.bytes;
    body.push(
      `console.log(${isAccess ? `engine.access.getByte(s${segment}, ${offset})` : `s${segment}.getByte(${offset})`});`,
    );
  }
  const names = CLASSES.filter((name) => body.some((line) => line.includes(name)));
  return [
    `import { ${['loadEngine', ...names].join(', ')} } from 'offheap';`,
    '',
    `const { engine } = loadEngine('${engine.name}');`,
    ...body,
  ];
}

/** What the last call returns is what matters, when it is not the bytes. */
function shown(line: string, { kind }: Divergence): string {
  return kind === 'result' && !line.startsWith('try ') ? `console.log(${line.replace(/;$/, '')});` : line;
}

async function segmentLines(engines: readonly [NamedEngine, NamedEngine], steps: readonly Step[]): Promise<string[]> {
  const lines: string[] = [];
  const left = new Set(steps);
  const onStep = (step: Step, failed: boolean) => {
    left.delete(step);
    lines.push(failed ? guarded(sourceOf(step)) : sourceOf(step));
  };
  await replay(engines, steps, { onStep });
  // The one that shows the divergence is the first that did not come to its end.
  const [final] = left;
  if (final !== undefined) lines.push(sourceOf(final));
  return lines;
}

function sourceOf({ operation, given }: Step): string {
  return `${operation.source(given)};`;
}

async function accessLines(
  engines: readonly [NamedEngine, NamedEngine],
  steps: readonly Step[],
  label: string,
): Promise<string[]> {
  const lines: string[] = [];
  await replay(engines, steps, { record: { label, line: (line) => lines.push(line) } });
  return lines;
}
