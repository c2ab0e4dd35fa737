// Before a release: the package is not published without binaries, nor without one that loads here.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const prebuilds = fileURLToPath(new URL('../prebuilds', import.meta.url));
const platform = `${process.platform}-${process.arch}`;
const built = existsSync(prebuilds) ? readdirSync(prebuilds) : [];

const found = built.includes(platform) && readdirSync(join(prebuilds, platform)).some((name) => name.endsWith('.node'));
if (!found) {
  console.error(
    `prebuilds/ has no binary for ${platform} (it has: ${built.join(', ') || 'nothing'}), so that users would get the JavaScript engine.`,
  );
  console.error(
    'Run `npm run build:prebuilds` on each platform of the release, and gather what it makes in prebuilds/.',
  );
  process.exit(1);
}
console.log(`prebuilds: ${built.join(', ')}`);
