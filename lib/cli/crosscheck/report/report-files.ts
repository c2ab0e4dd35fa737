import { UsageError } from '../../../errors/command-errors.ts';
import { openOutput } from '../../../views/files/open-output.ts';
import { locateOutput, type OutputTarget } from '../../../views/files/output-target.ts';
import { openStandardOutput } from '../../../views/files/standard-output-sink.ts';
import type { BenchResult } from '../bench/bench-result.ts';
import { htmlPage } from './html-page.ts';
import { terminalReport } from './terminal-report.ts';

const STANDARD_OUTPUT = '-';
/** Where nobody says how wide a line is. */
const DEFAULT_COLUMNS = 110;

type Place = OutputTarget | 'standard output' | undefined;

/** Where the reports go. */
export interface ReportPlaces {
  readonly json: Place;
  readonly html: Place;
}

/** Throws UsageError when two reports would go to one place, OutputUnwritableError when a file cannot be written. */
export async function locateReports(paths: { readonly json?: string | undefined; readonly html?: string | undefined }) {
  const places: ReportPlaces = { json: await locate(paths.json), html: await locate(paths.html) };
  const { json, html } = places;
  const bothToOutput = json === 'standard output' && html === 'standard output';
  if (bothToOutput || (isFile(json) && isFile(html) && json.path === html.path)) {
    throw new UsageError(`--json and --html both go to ${paths.json}`);
  }
  return places;
}

async function locate(path: string | undefined): Promise<Place> {
  if (path === undefined) return undefined;
  return path === STANDARD_OUTPUT ? 'standard output' : locateOutput(path);
}

function isFile(place: Place): place is OutputTarget {
  return typeof place === 'object' && place.kind === 'file';
}

/** The table goes to standard output, or to standard error where a report takes that. */
export async function writeReports(result: BenchResult, { json, html }: ReportPlaces): Promise<void> {
  const taken = json === 'standard output' || html === 'standard output';
  const terminal = taken ? process.stderr : process.stdout;
  terminal.write(terminalReport(result, { width: terminal.columns ?? DEFAULT_COLUMNS, color: wantsColor(terminal) }));
  if (json !== undefined) await write(json, `${JSON.stringify(result, undefined, 2)}\n`);
  if (html !== undefined) await write(html, htmlPage(result));
}

/** As https://no-color.org has it. */
function wantsColor(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
}

async function write(place: Exclude<Place, undefined>, text: string): Promise<void> {
  const sink = place === 'standard output' ? await openStandardOutput() : await openOutput(place);
  try {
    await sink.write(Buffer.from(text));
    await sink.commit();
  } finally {
    await sink.abort();
  }
}
