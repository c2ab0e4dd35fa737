// Runs the real Flink (JDK 17, Maven) and writes what it does to test/parity: npm run parity:generate
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The last release that had JavaGcCleanerWrapper. */
const OLDER_FLINK = '1.12.7';

const repository = fileURLToPath(new URL('..', import.meta.url));
const parity = join(repository, 'test', 'parity');
const build = join(repository, 'build-parity');
const classPathFile = join(build, 'class-path.txt');

mkdirSync(join(parity, 'vectors'), { recursive: true });
maven(
  'compile',
  'dependency:build-classpath',
  `-Dmdep.outputFile=${classPathFile}`,
  'dependency:copy',
  `-Dartifact=org.apache.flink:flink-core:${OLDER_FLINK}`,
  `-DoutputDirectory=${build}`,
);
const classPath = [join(build, 'classes'), readFileSync(classPathFile, 'utf8').trim()].join(':');
execFileSync('java', ['-cp', classPath, 'offheap.parity.Main', parity, join(build, `flink-core-${OLDER_FLINK}.jar`)], {
  stdio: 'inherit',
});
execFileSync('npx', ['biome', 'format', '--write', parity], { stdio: 'inherit' });

function maven(...goals) {
  execFileSync('mvn', ['-q', '-B', '-f', join(parity, 'generator', 'pom.xml'), ...goals], { stdio: 'inherit' });
}
