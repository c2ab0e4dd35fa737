import { ExitCode } from '../failure-report.ts';
import { diagnose } from './diagnosis.ts';
import { diagnosisText } from './diagnosis-text.ts';

/** Prints the diagnosis. Exits with 2 when no engine runs, which is what it is there to find. */
export async function runDoctor(json: boolean): Promise<void> {
  const diagnosis = await diagnose();
  process.stdout.write(json ? `${JSON.stringify(diagnosis, undefined, 2)}\n` : diagnosisText(diagnosis));
  if (diagnosis.engine === null) process.exitCode = ExitCode.failure;
}
