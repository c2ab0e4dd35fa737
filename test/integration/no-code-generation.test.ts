import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const library = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

it('writes and reads rows where no code may be made from texts', () => {
  const script = `
    import { types } from ${JSON.stringify(library)};
    const type = types.row({ a: types.int(), b: types.string(), c: types.list(types.int()) });
    console.log(JSON.stringify(type.decode(type.encode({ a: 1, b: 'x', c: [2, 3] }))));
  `;
  const options = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', script];
  const { status, stdout, stderr } = spawnSync(process.execPath, options, { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '{"a":1,"b":"x","c":[2,3]}\n', stderr: '' });
});
