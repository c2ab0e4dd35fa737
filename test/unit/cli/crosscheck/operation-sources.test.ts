import { describe, expect, it } from 'vitest';
import type { Step } from '../../../../lib/cli/crosscheck/operation.ts';
import { operations } from '../../../../lib/cli/crosscheck/operation-table.ts';
import { isSameValue, outcomeOf } from '../../../../lib/cli/crosscheck/outcome.ts';
import { SegmentModel } from '../../../../lib/cli/crosscheck/segment-model.ts';
import { SegmentPath } from '../../../../lib/cli/crosscheck/segment-path.ts';
import { StepGenerator } from '../../../../lib/cli/crosscheck/step-generator.ts';
import { loadEngine } from '../../../../lib/engine/load-engine.ts';
import { MemorySegment } from '../../../../lib/memory/memory-segment.ts';
import { DataInputDeserializer } from '../../../../lib/views/data-input-deserializer.ts';
import { DataOutputSerializer } from '../../../../lib/views/data-output-serializer.ts';

const { engine } = loadEngine('js');

/** The segments that lines of source have made, and what else those may name. */
class Lines {
  readonly #scope: Record<string, unknown> = { engine, MemorySegment, DataInputDeserializer, DataOutputSerializer };

  run({ operation, given }: Step): unknown {
    const line = operation.source(given);
    const body = /^const s\d+ = /.test(line) ? line.replace('const ', 'scope.') : `return (${line});`;
    return new Function('scope', `with (scope) { ${body} }`)(this.#scope);
  }

  [Symbol.dispose](): void {
    for (const value of Object.values(this.#scope)) if (value instanceof MemorySegment) value[Symbol.dispose]();
  }
}

/** Lines that show something else than the operation compares: objects, or with fewer options. */
const OTHER_RESULTS = /^(allocate|wrap|pin|properties|inspect)/;

describe('the source of a step', () => {
  it.each([1, 2, 3, 4])('does what the step does: seed %i', (seed) => {
    const model = new SegmentModel();
    using path = new SegmentPath(engine, 'js');
    using lines = new Lines();
    const generator = new StepGenerator(seed, operations, model, undefined);
    for (let i = 0; i < 2000; i++) {
      const step = generator.next();
      const { operation, given } = step;
      const line = operation.source(given);
      const run = outcomeOf('run', () => operation.onSegment(path, given));
      const shown = outcomeOf('shown', () => lines.run(step));
      expect({ line, code: shown.code }).toEqual({ line, code: run.code });
      if (!OTHER_RESULTS.test(operation.name) && !isSameValue(shown.value, run.value)) {
        expect({ line, value: shown.value }).toEqual({ line, value: run.value });
      }
      if (run.code === undefined) operation.effect?.(model, given);
    }
  });
});
