import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../', import.meta.url));

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly main: string;
  readonly types: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const manifest = JSON.parse(readFileSync(`${repository}/package.json`, 'utf8')) as Manifest;
const packed = packedFiles();

describe('the published package', () => {
  it('gives a package manager nothing to run at install', () => {
    for (const script of ['preinstall', 'install', 'postinstall']) expect(manifest.scripts).not.toHaveProperty(script);
    expect(packed.filter((path) => path.endsWith('.gyp') || path.endsWith('.gypi'))).toEqual([]);
  });

  it('has the files that package.json points to', () => {
    for (const path of [manifest.main, manifest.types, ...Object.values(manifest.bin)]) expect(packed).toContain(path);
    for (const target of Object.values(manifest.exports)) {
      for (const path of Object.values(typeof target === 'string' ? { target } : target)) {
        expect(packed).toContain(path.replace(/^\.\//, ''));
      }
    }
  });

  it('has the license, the change log and the error codes', () => {
    expect(packed).toEqual(expect.arrayContaining(['LICENSE', 'CHANGELOG.md', 'README.md', 'docs/errors.md']));
  });

  it('holds nothing but compiled code, prebuilds and documents', () => {
    const unexpected = packed.filter(
      (path) =>
        !/^dist\/[\w/-]+\.(js|js\.map|d\.ts)$/.test(path) &&
        !/^prebuilds\/[\w.-]+\/[\w.+-]+\.node$/.test(path) &&
        !['LICENSE', 'CHANGELOG.md', 'README.md', 'docs/errors.md', 'package.json'].includes(path),
    );
    expect(unexpected).toEqual([]);
  });

  it('starts its command with a Node interpreter line', () => {
    for (const path of Object.values(manifest.bin)) {
      expect(existsSync(`${repository}/${path}`)).toBe(true);
      expect(readFileSync(`${repository}/${path}`, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    }
  });
});

describe('package-lock.json', () => {
  it('names no registry', () => {
    expect(readFileSync(`${repository}/package-lock.json`, 'utf8')).not.toMatch(/"resolved":/);
  });
});

/** What `npm pack` would put into the tarball, from dist/ as it was last compiled. */
function packedFiles(): string[] {
  const { stdout, stderr, status } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: repository,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  const listing = JSON.parse(stdout) as { files: { path: string }[] }[];
  return (listing[0]?.files ?? []).map(({ path }) => path);
}
