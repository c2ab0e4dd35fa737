/** Below, texts are read faster one by one: a call into the runtime takes as long as so many characters. */
const MIN_BYTES = 48;
/** A part of a text keeps all of it in memory: no text of a row keeps more bytes than these. */
const MAX_BYTES = 256;
/** In a length of one byte. */
const MAX_UNITS = 0x7f - 1;

/** A value in generated code, and the expression that says that it is null, where it may be. */
export interface TextValue {
  readonly v: string;
  readonly isNull?: string | undefined;
}

/**
 * Code that reads texts that follow one another in one call: all their bytes become one text, and the values parts of it. `oneByOne`
 * is code that reads them from the same place, for texts that are not short and ASCII.
 */
export function readTextRun(values: readonly TextValue[], oneByOne: string): string {
  const steps = values.map(({ isNull }, i) => {
    const read = `p < end && (n${i} = b[p] - 1) >= 0 && n${i} <= ${MAX_UNITS} && (p += n${i} + 1) <= end`;
    return isNull === undefined ? read : `(${isNull} || ${read})`;
  });
  // The length of a null is -1: with its length byte, which is not there, it takes nothing.
  const parts = values.map(({ v, isNull }, i) => {
    const start = [...values.slice(0, i).map((_, before) => `n${before}`), i].join(' + ');
    const part = `${v} = all.slice(${start}, ${start} + n${i});`;
    return isNull === undefined ? part : `if (n${i} >= 0) ${part}`;
  });
  return `{
    const start = p;
    let ${values.map((_, i) => `n${i} = -1`).join(', ')}, all;
    if (${steps.join('\n&& ')}
      && p - start >= ${MIN_BYTES} && p - start <= ${MAX_BYTES}
      && (all = asciiAt(b, start + 1, p)) !== undefined) {
      ${parts.join('\n')}
    } else {
      p = start;
      ${oneByOne}
    }
  }`;
}
