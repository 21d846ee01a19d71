/** Where the built parts of the other packages lie. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PlantError } from '@plant47/contract';

const require = createRequire(import.meta.url);

/** File that Node runs as the engine's process. Throws E_NOT_BUILT where it is missing. */
export function engineEntry(): string {
  const entry = require.resolve('@plant47/engine/main');
  if (existsSync(entry)) return entry;
  throw new PlantError([
    {
      code: 'E_NOT_BUILT',
      path: 'engine/dist',
      message: 'the engine is not built yet',
      remedy: 'run `npm run build`, or leave it out with --no-engine',
    },
  ]);
}

/** Folder of the twin's built page, or undefined where there is none. */
export function twinFiles(): string | undefined {
  const folder = join(dirname(require.resolve('@plant47/twin-ui/package.json')), 'dist');
  return existsSync(join(folder, 'index.html')) ? folder : undefined;
}

/** The bench of the test workspace, or undefined where the workspace is not there. */
export function benchEntry(): string | undefined {
  try {
    const entry = require.resolve('@plant47/test/bench');
    return existsSync(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}
