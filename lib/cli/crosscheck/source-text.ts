/** A value as TypeScript writes it. */
export function literal(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return `${value}n`;
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    default:
      return String(value);
  }
}

/** A call; `nameOf` tells the arguments that have a name. Arguments at the end that are undefined stay out. */
export function callSource(
  callee: string,
  args: readonly unknown[],
  nameOf: (argument: unknown) => string | undefined = () => undefined,
): string {
  const count = args.findLastIndex((argument) => argument !== undefined) + 1;
  const list = args.slice(0, count).map((argument) => nameOf(argument) ?? literal(argument));
  return `${callee}(${list.join(', ')});`;
}

/** Errors that are the same everywhere must not end the program. */
export function guarded(line: string): string {
  return `try { ${line} } catch (error) { console.log(error.code); }`;
}
