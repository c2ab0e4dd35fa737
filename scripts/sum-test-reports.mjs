// node scripts/sum-test-reports.mjs FOLDER [failed step…]: adds up the vitest (JSON) and ctest (JUnit XML) reports in a folder.
// A step that failed without a report of failed tests counts as one failure. Prints `N passed, N failed`; exits 1 on any failure.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...failedSteps] = process.argv.slice(2);

let passed = 0;
let failed = 0;
let reportedSteps = 0;
for (const name of readdirSync(folder).sort()) {
  const counts = countTests(name, readFileSync(join(folder, name), 'utf8'));
  if (counts === undefined) continue;
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed`);
  passed += counts.passed;
  failed += counts.failed;
  if (counts.failed > 0) reportedSteps++;
}
for (const step of failedSteps) console.log(`failed: ${step}`);
failed += Math.max(0, failedSteps.length - reportedSteps);

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function countTests(name, text) {
  if (name.endsWith('.json')) {
    const { numPassedTests, numFailedTests } = JSON.parse(text);
    return { passed: numPassedTests, failed: numFailedTests };
  }
  if (name.endsWith('.xml')) {
    const attribute = (key) => Number(new RegExp(`<testsuite\\b[^>]*?\\b${key}="(\\d+)"`).exec(text)?.[1] ?? 0);
    const notRun = attribute('skipped') + attribute('disabled');
    const failures = attribute('failures') + attribute('errors');
    return { passed: attribute('tests') - failures - notRun, failed: failures };
  }
  return undefined;
}
