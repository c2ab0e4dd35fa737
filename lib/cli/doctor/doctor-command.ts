import type { Command } from 'commander';

/** `offheap doctor`: which engine runs here and why, versions and limits. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('Say which engine runs and why, the versions, and the limits of this process.')
    .option('--json', 'as JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      const { runDoctor } = await import('./run-doctor.ts');
      await runDoctor(json);
    });
}
