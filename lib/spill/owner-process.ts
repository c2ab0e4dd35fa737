import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Names a process so that another one can tell whether it still lives, across pid reuse, containers that share a temporary
 * directory, and hosts that share it over the network. `host.namespace.pid.start`, all but the pid as hex or decimal words.
 */
export interface OwnerProcess {
  readonly host: string;
  /** The pid namespace, '0' where there is none. Pids of another namespace say nothing here. */
  readonly namespace: string;
  readonly pid: number;
  /** Start time in clock ticks since boot, '0' where the system does not tell. */
  readonly start: string;
}

const PATTERN = /^([0-9a-f]{8})\.(\d+)\.(\d+)\.(\d+)$/;

export function currentProcess(): OwnerProcess {
  return {
    host: createHash('sha256').update(hostname()).digest('hex').slice(0, 8),
    namespace: pidNamespace(),
    pid: process.pid,
    start: startTime(process.pid) ?? '0',
  };
}

export function formatOwnerProcess({ host, namespace, pid, start }: OwnerProcess): string {
  return `${host}.${namespace}.${pid}.${start}`;
}

export function parseOwnerProcess(text: string): OwnerProcess | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [, host, namespace, pid, start] = match as unknown as [string, string, string, string, string];
  return { host, namespace, pid: Number(pid), start };
}

/** False also when it cannot be told: only a process of this host and namespace is ever called dead. */
export function isKnownDead(owner: OwnerProcess, self: OwnerProcess = currentProcess()): boolean {
  if (owner.host !== self.host || owner.namespace !== self.namespace) return false;
  if (!exists(owner.pid)) return true;
  const start = startTime(owner.pid);
  return start !== undefined && owner.start !== '0' && start !== owner.start;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function pidNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

/** Field 22 of /proc/<pid>/stat; counted behind the command, which is in parentheses and may contain anything. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
