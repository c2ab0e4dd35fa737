import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readRelease, readVectorLines } from './vector-lines.ts';
import { readVectors } from './vectors.ts';

const names = readdirSync(new URL('vectors', import.meta.url)).map((name) => `vectors/${name}`);

it('has at least 5,000 vectors of what Flink does', () => {
  const counts = names.map((name) =>
    name.endsWith('.jsonl') ? readVectorLines(name).length : readVectors(name).entries.length,
  );
  expect(Math.min(...counts)).toBeGreaterThan(0);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(5000);
});

it('has vectors of one release', () => {
  const releases = names.map((name) => releaseOf(name));
  expect(new Set(releases).size).toBe(1);
});

function releaseOf(name: string): string {
  return name.endsWith('.jsonl') ? readRelease(name) : readVectors(name).flink;
}
