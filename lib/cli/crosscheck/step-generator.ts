import { ArgumentChoice } from './argument-choice.ts';
import type { Operation, Step } from './operation.ts';
import { RandomSource } from './random-source.ts';
import type { SegmentModel } from './segment-model.ts';

/** Each operation as often as it weighs. */
function lottery(operations: readonly Operation[]): readonly Operation[] {
  return operations.flatMap((operation) => new Array<Operation>(operation.weight).fill(operation));
}

/**
 * The steps of one round, from its seed. What comes next depends on the seed and on the model alone, which the steps change
 * in the same way on every engine: the same seed gives the same steps.
 */
export class StepGenerator {
  readonly #choice: ArgumentChoice;
  readonly #random: RandomSource;
  readonly #operations: readonly Operation[];

  constructor(seed: number, operations: readonly Operation[], model: SegmentModel, segmentSize: number | undefined) {
    this.#random = new RandomSource(seed);
    this.#choice = new ArgumentChoice(this.#random, model, segmentSize);
    this.#operations = lottery(operations);
  }

  next(): Step {
    for (;;) {
      const operation = this.#random.pick(this.#operations);
      const given = operation.choose(this.#choice);
      if (given !== undefined) return { operation, given };
    }
  }
}
