/** Where the engine's process begins; a module of its own, so that it can be started early. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
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
