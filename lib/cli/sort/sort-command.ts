import { type Command, InvalidArgumentError, Option } from 'commander';
import { ENGINE_CHOICES } from '../../engine/engine-names.ts';
import { readSortRequest, type SortFlags } from './sort-request.ts';

/** `offheap sort`: its options, as sort(1) names them where it has them. */
export function addSortCommand(program: Command): void {
  const command = program
    .command('sort')
    .description('Sort lines bytewise, exactly as LC_ALL=C sort(1) does, with bounded memory.')
    .argument('[file...]', "input files; none, or '-': standard input")
    .option('-o, --output <file>', 'write to this file, which may be an input; it appears as a whole', once)
    .option('--memory <size>', 'hard bound on all off-heap memory of the job: 64mb, 1g (default: 256mb)', once)
    .option('-T, --temp-dir <directory>', "put temporary files here (default: the system's directory)", once)
    .addOption(new Option('--temporary-directory <directory>').argParser(once).hideHelp())
    .option('-r, --reverse', 'reverse the order')
    .option('-u, --unique', 'of lines that compare equal keep the first')
    .option('-n, --numeric-sort', 'compare by numeric value')
    .option('-s, --stable', 'keep the input order of lines whose keys tie')
    .option('-b, --ignore-leading-blanks', 'leading blanks of keys do not count')
    .option('-f, --ignore-case', 'lower case counts as upper case')
    .option('-d, --dictionary-order', 'only blanks, letters and digits count')
    .option('-i, --ignore-nonprinting', 'only printable characters count')
    .option('-t, --field-separator <character>', "separates fields; '\\0' is NUL (default: blanks)", once)
    .option(
      '-k, --key <position>',
      'FIELD[.CHAR][bdfinr][,FIELD[.CHAR][bdfinr]]; more than one: compared in turn',
      append,
    )
    .addOption(
      new Option('--engine <name>', 'what does the work (default: OFFHEAP_ENGINE, or auto)').choices(ENGINE_CHOICES),
    )
    .option('--stats <file>', "write what it took as JSON; '-': to standard output, with -o only", once)
    .addOption(
      new Option('--progress <when>', 'a progress bar on standard error')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    // Without an option that is a digit, the parser takes -5, and the rest of -n5, for a file.
    .addOption(new Option('-0').hideHelp())
    // sort(1) has another -h.
    .helpOption('--help', 'print this help')
    .action(async (files: string[], flags: SortFlags) => {
      const request = readSortRequest(files, flags);
      const { runSort } = await import('./run-sort.ts');
      await runSort(request);
    });
  command.on('option:0', () => command.error("error: unknown option '-0'", { code: 'commander.unknownOption' }));
}

function append(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

function once(value: string, previous: string | undefined): string {
  if (previous === undefined || previous === value) return value;
  throw new InvalidArgumentError(`It was given before as '${previous}'.`);
}
