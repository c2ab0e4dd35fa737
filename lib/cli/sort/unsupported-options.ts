import type { CommanderError } from 'commander';

/** Options of sort(1) that offheap does not have, with what to do instead where there is something. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  '-c': '',
  '--check': '',
  '-C': '',
  '-m': '',
  '--merge': '',
  '-g': '',
  '--general-numeric-sort': '',
  '-h': '; help is --help',
  '--human-numeric-sort': '',
  '-M': '',
  '--month-sort': '',
  '-R': '',
  '--random-sort': '',
  '--random-source': '',
  '-V': "; the version is 'offheap --version'",
  '--version-sort': '',
  '--sort': '; use -n for --sort=numeric',
  '-S': '; use --memory',
  '--buffer-size': '; use --memory',
  '-z': '',
  '--zero-terminated': '',
  '--files0-from': '',
  '--parallel': '; all cores are used',
  '--batch-size': '',
  '--compress-program': '',
  '--debug': '',
};

/** What to add to the message of an unknown option: '' or ` (…)`. */
export function explainUnsupported(error: CommanderError): string {
  if (error.code !== 'commander.unknownOption') return '';
  const option = /unknown option '([^'=]+)/.exec(error.message)?.[1] ?? '';
  const advice = UNSUPPORTED[option.startsWith('--') ? option : option.slice(0, 2)];
  return advice === undefined ? '' : ` (sort(1) has it, offheap does not${advice})`;
}
