/**
 * Loops over the accesses of `targets`, compiled from text: each call gives a function of its own, so that no two
 * contestants share what V8 has learned about their call sites. (It shares that between functions of equal text,
 * hence the name in the text.)
 *
 * `call(offset)` is the text of one access: `getInt32(${offset}, true)`, or with a value, such as the `i` of the loop.
 * The size is a constant in the text, as it is in the code of operators. Where one access takes more than one call, `access`
 * gives the whole text, and may use what `declarations` declares.
 */

/** One after another: all offsets of a segment, then the next. As operators read pages. */
export function pageByPage(name, options) {
  const { call, access = (offset) => `target.${call(offset)}`, declarations = '', width, consume, sizeBytes } = options;
  return new Function(
    'targets',
    `// ${name}
    ${declarations}
    let sum = 0;
    for (let i = 0; i < targets.length; i++) {
      const target = targets[i];
      for (let offset = 0; offset < ${sizeBytes}; offset += ${width}) ${consume(access('offset'))};
    }
    return sum;`,
  );
}

/**
 * Each access to another segment than the one before, and to another cache set: at equal offsets of pages all lines would
 * fall into one. As a merge or a hash probe reads. `targets` must be a power of two many.
 */
export function hopping(name, { call, width, consume, sizeBytes }) {
  const offset = `((i >> shift) * ${width} + ((i & last) << 6)) & ${sizeBytes - width}`;
  return new Function(
    'targets',
    `// ${name}
    let sum = 0;
    const last = targets.length - 1;
    const shift = Math.log2(targets.length);
    const count = targets.length * ${sizeBytes / width};
    for (let i = 0; i < count; i++) ${consume(`targets[i & last].${call(offset)}`)};
    return sum;`,
  );
}

/** What a loop does with an access. */
export const sumOfIntegers = (access) => `sum = (sum + ${access}) | 0`;
export const sumOfNumbers = (access) => `sum += ${access}`;
export const nothing = (access) => access;
