/** The parts of a loop, as text. `i` counts the iterations; `sum`, a number, is what it returns. */
export interface LoopText {
  /** Statements before the loop. */
  readonly before?: string;
  readonly body: string;
  /** Statements after the loop, which may read what was written. */
  readonly after?: string;
}

/**
 * A function of its own around one call site: V8 shares what it has learned between functions of equal text, so `name`, which
 * must be unique in the process, goes into the text; all text comes from this folder. `values` are its variables. They are
 * arguments and not constants, which V8 would fold into the code: operators get their memory from callers too.
 */
export function compileLoop(
  name: string,
  text: LoopText,
  values: Readonly<Record<string, unknown>>,
): (iterations: number) => number {
  const loop = new Function(
    'iterations',
    ...Object.keys(values),
    `// ${name}
    let sum = 0;
    ${text.before ?? ''}
    for (let i = 0; i < iterations; i++) { ${text.body} }
    ${text.after ?? ''}
    return sum;`,
  ) as (iterations: number, ...values: readonly unknown[]) => number;
  const inOrder = Object.values(values);
  return (iterations) => loop(iterations, ...inOrder);
}
