import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const documents = [
  ...readdirSync(repository).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

describe('documents', () => {
  it.each(documents)('%s links to files that exist', (document) => {
    const text = readFileSync(join(repository, document), 'utf8');
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, target]) => target ?? '');
    const missing = targets.filter((target) => !existsSync(join(repository, dirname(document), target)));
    expect(missing).toEqual([]);
  });

  it('in docs/ are all in its index', () => {
    const index = readFileSync(join(repository, 'docs', 'README.md'), 'utf8');
    const unlisted = documents
      .filter((document) => /^docs\/(guides|formats|concepts)\//.test(document))
      .filter((document) => !index.includes(`(${document.slice('docs/'.length)})`));
    expect(unlisted).toEqual([]);
  });
});
