/**
 * Layering check: a folder of lib/ may import from its own floor and the floors below, never from above.
 * The order is the one of docs/decisions/001 and CONTRIBUTING.md; a new folder of lib/ must be given a floor here first.
 */
const floors = [
  ['engine', 'errors'],
  ['memory'],
  ['pools', 'buffers', 'manager'],
  ['views'],
  ['types', 'rows'],
  ['spill'],
  ['operators'],
  ['exchange', 'cache'],
  ['config', 'observability'],
  ['cli'],
];

const folders = (list) => `^lib/(${list.join('|')})/`;

/** One rule per floor: nothing in it imports from a floor above. */
const upwards = floors.slice(0, -1).map((names, index) => ({
  name: `no-import-up-from-floor-${index + 1}`,
  comment: `Floor ${index + 1} (${names.join(', ')}) may not import from the floors above it.`,
  severity: 'error',
  from: { path: folders(names) },
  to: { path: folders(floors.slice(index + 1).flat()) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...upwards,
    {
      name: 'no-import-of-a-folder-without-floor',
      comment: 'A folder of lib/ that no floor lists escapes the layering check: give it a floor.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^lib/[^/]+/', pathNot: folders(floors.flat()) },
    },
    {
      name: 'no-import-from-a-folder-without-floor',
      comment: 'Code in a folder of lib/ that no floor lists may not import anything: give the folder a floor.',
      severity: 'error',
      from: { path: '^lib/[^/]+/', pathNot: folders(floors.flat()) },
      to: {},
    },
    {
      name: 'no-import-of-the-index',
      comment:
        'lib/index.ts and lib/testing.ts are for users of the package; inside, import the file that has the name.',
      severity: 'error',
      from: { path: '^lib/[^/]+/' },
      to: { path: '^lib/(index|testing)\\.ts$' },
    },
    {
      name: 'only-the-engine-loads-the-binary',
      comment:
        'lib/engine is the whole contract with native code. `node:module` is what require() of a .node file needs.',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/engine/' },
      to: { path: '(node-gyp-build|\\.node$|^(node:)?module$)' },
    },
    {
      name: 'no-circular-import',
      comment: 'Cycles of types alone are gone after compilation (Engine and Chunk name each other); others are not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved-import',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-package-in-the-library',
      comment: 'What lib/ needs at run time belongs in `dependencies`.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-test-code-in-the-library',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(test|bench|examples|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
