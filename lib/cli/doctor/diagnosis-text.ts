import { describeMemorySize } from '../../memory/memory-size.ts';
import type { MemoryReport } from '../../observability/memory-report.ts';
import type { Diagnosis } from './diagnosis.ts';

/** The diagnosis for people: one line a fact, names and values in two columns. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const { versions, platform, cpus, limits, temporaryDirectory } = diagnosis;
  const facts: [string, string | undefined][] = [
    ['engine', diagnosis.engine ?? 'none'],
    ['why', diagnosis.engineReason],
    ['addon', diagnosis.addonPath ?? undefined],
    ['checked', describeChecked(diagnosis.checked)],
    ['offheap', versions.offheap],
    ['node', `${versions.node} (V8 ${versions.v8}, Node-API ${versions.napi})`],
    ['platform', `${platform.system} ${platform.architecture}, ${platform.release}`],
    ['cpus', `${cpus.available} of ${cpus.total}${cpus.model === null ? '' : `, ${cpus.model}`}`],
    ['memory', describeMemorySize(limits.totalMemoryBytes)],
    [
      'container',
      limits.constrainedMemoryBytes === null ? 'no limit' : describeMemorySize(limits.constrainedMemoryBytes),
    ],
    ['JS heap', describeMemorySize(limits.heapLimitBytes)],
    ['off-heap', diagnosis.memory === null ? undefined : offHeap(diagnosis.memory)],
    ['budget', diagnosis.memory === null ? undefined : budget(diagnosis.memory)],
    ['resident', diagnosis.memory === null ? undefined : resident(diagnosis.memory)],
    ['open files', openFiles(limits)],
    ['temporary', describeTemporaryDirectory(temporaryDirectory)],
  ];
  const shown = facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}

function describeChecked(setting: string): string {
  if (setting === '0') return 'off';
  return setting === '1' ? 'everything' : `${setting} of the chunks`;
}

function offHeap({ live, spareBytes, pinned, pooled }: MemoryReport): string {
  return `${live.bytes} bytes live in ${live.chunks} chunks, ${pinned.bytes} pinned, ${pooled.bytes} pooled, ${spareBytes} spare`;
}

function budget({ budgets }: MemoryReport): string {
  const { usedBytes, limitBytes } = budgets;
  const limit = limitBytes === Number.POSITIVE_INFINITY ? 'no limit' : `of ${describeMemorySize(limitBytes)}`;
  return `${describeMemorySize(usedBytes)} reserved, ${limit}`;
}

function resident({ residentBytes, availableSystemBytes }: MemoryReport): string {
  return `${describeMemorySize(residentBytes)}, ${describeMemorySize(availableSystemBytes)} available`;
}

function openFiles({ openFilesSoft, openFilesHard }: Diagnosis['limits']): string {
  if (openFilesSoft === null) return 'no limit known';
  return `${openFilesSoft} (can be raised to ${openFilesHard ?? 'any number'})`;
}

function describeTemporaryDirectory({ path, freeBytes, error }: Diagnosis['temporaryDirectory']): string {
  return `${path} (${freeBytes === null ? error : `${describeMemorySize(freeBytes)} free`})`;
}
