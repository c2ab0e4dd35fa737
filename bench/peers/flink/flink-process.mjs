import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Those of a task manager with Flink's default configuration (`taskmanager.memory.process.size: 1728m`). */
const JVM_FLAGS = [
  '-server',
  '-XX:+UseG1GC',
  '-Xmx536870902',
  '-Xms536870902',
  '-XX:MaxDirectMemorySize=268435458',
  '-XX:MaxMetaspaceSize=268435456',
];
const OLDEST_JAVA = 17;

const pom = fileURLToPath(new URL('pom.xml', import.meta.url));
const build = fileURLToPath(new URL('../../../build-peers/flink', import.meta.url));
const classPathFile = join(build, 'class-path.txt');

/** What the machine lacks to run the real Flink. */
export class FlinkUnavailableError extends Error {}

/** The JVM with the record loop of `src`, for `rows` rows. It ends with this process, or by `close()`. */
export class FlinkProcess {
  #child;
  #answers;
  #complaints = '';

  /** Builds what is not built; throws FlinkUnavailableError without a JDK, Maven or the jars. */
  static start(rows) {
    const java = join(javaHome(), 'bin', 'java');
    compile();
    const classPath = [join(build, 'classes'), readFileSync(classPathFile, 'utf8').trim()].join(delimiter);
    return new FlinkProcess(spawn(java, [...JVM_FLAGS, '-cp', classPath, 'offheap.peers.Main', String(rows)]));
  }

  constructor(child) {
    this.#child = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.setEncoding('utf8').on('data', (text) => {
      this.#complaints += text;
    });
    // The JVM may be gone already: the missing answer tells.
    child.stdin.on('error', () => {});
  }

  /** The answer to a command of Main.java. */
  async ask(command) {
    this.#child.stdin.write(`${command}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`The JVM ended instead of an answer to "${command}": ${this.#complaints}`);
    return JSON.parse(value);
  }

  close() {
    this.#child.stdin.end();
  }
}

/** Of the JDK that Maven compiles with. */
function javaHome() {
  let version;
  try {
    version = execFileSync('mvn', ['-B', '-v'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new FlinkUnavailableError(`Maven does not run (${error.message.split('\n')[0]})`);
  }
  const [, major, home] = /Java version: (\d+).*runtime: (.*?)\s*$/m.exec(version) ?? [];
  if (!(Number(major) >= OLDEST_JAVA)) throw new FlinkUnavailableError(`Java is older than ${OLDEST_JAVA}: ${major}`);
  if (!existsSync(join(home, 'bin', 'javac'))) throw new FlinkUnavailableError(`${home} has no compiler`);
  return home;
}

function compile() {
  const classPath = ['dependency:build-classpath', `-Dmdep.outputFile=${classPathFile}`];
  try {
    maven('-o', 'compile', ...classPath);
    return;
  } catch {
    // Something is not in the local repository, or our code does not compile: the next lines tell.
  }
  try {
    maven(...classPath);
  } catch (error) {
    throw new FlinkUnavailableError(`Maven does not get Flink's jars (${error.stdout.split('\n')[0]})`);
  }
  try {
    maven('compile');
  } catch (error) {
    throw new Error(`bench/peers/flink does not compile: ${error.stdout}`);
  }
}

function maven(...goals) {
  const options = ['-q', '-B', '-Dstyle.color=never', '-f', pom];
  execFileSync('mvn', [...options, ...goals], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
