import { readFileSync } from 'node:fs';

/** The lines of a file that `npm run parity:generate` wrote with a vector per line; without the first, which names the release. */
export function readVectorLines<Line>(name: string): Line[] {
  return parsedLines(name).slice(1) as Line[];
}

/** The release of Flink that ran. */
export function readRelease(name: string): string {
  return (parsedLines(name)[0] as { readonly flink: string }).flink;
}

/** The sections of such a file: lines for which `isHead` holds, each with the lines up to the next. */
export function sectionsOf<Head extends object, Line extends object>(
  lines: readonly (Head | Line)[],
  isHead: (line: Head | Line) => line is Head,
): { readonly head: Head; readonly lines: Line[] }[] {
  const sections: { readonly head: Head; readonly lines: Line[] }[] = [];
  for (const line of lines) {
    if (isHead(line)) sections.push({ head: line, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}

function parsedLines(name: string): unknown[] {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
