/**
 * Parsing a regular expression with the flag u or v takes far more than its characters: up to 13 kB and half a millisecond for a
 * class such as \P{L}, and a megabyte and 5 ms for a property of strings such as \p{RGI_Emoji}. Classes of many characters take
 * more than in proportion to them.
 */
const MAX_UNITS = 4096;
const MAX_CLASSES = 64;
const CLASS = /\\[dDsSwWpP]/g;
const PROPERTY_OF_STRINGS = /\\p\{(?:RGI_|Basic_Emoji)/;

/** What is wrong with a pattern that is neither written nor read; undefined where nothing is. */
export function patternFault(source: string, flags: string): string | undefined {
  if (!(flags.includes('u') || flags.includes('v'))) return undefined;
  if (source.length > MAX_UNITS) return `a regular expression of more than ${MAX_UNITS} characters`;
  if (PROPERTY_OF_STRINGS.test(source)) return 'a regular expression with a property of strings';
  const classes = source.match(CLASS);
  return classes !== null && classes.length > MAX_CLASSES
    ? `a regular expression with more than ${MAX_CLASSES} classes`
    : undefined;
}
