/** Where the built parts of the other packages lie. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HOME } from './library.js';

export { engineEntry } from './engine-entry.js';

const require = createRequire(import.meta.url);

/** Folder of the twin's built page, or undefined where there is none. */
export function twinFiles(): string | undefined {
  const folder = join(dirname(require.resolve('@plant47/twin-ui/package.json')), 'dist');
  return existsSync(join(folder, 'index.html')) ? folder : undefined;
}

/** The bench of the test workspace, or undefined where the workspace is not there. */
export function benchEntry(): string | undefined {
  const entry = join(HOME, '..', 'test', 'dist', 'bench', 'main.js');
  return existsSync(entry) ? entry : undefined;
}

/** Folders of the built code of contract and plant, and of the device profiles. */
function plantFolders(): string[] {
  const simulator = dirname(require.resolve('@plant47/simulator'));
  return [
    dirname(require.resolve('@plant47/contract')),
    simulator,
    join(simulator, '..', 'profiles'),
  ];
}

/** SHA-256 over the built code of contract, plant and engine, and the device profiles. */
export const codeFingerprint = (): string =>
  fingerprintOf([...plantFolders(), dirname(require.resolve('@plant47/engine'))]);

/** SHA-256 over the built code that runs and grades an exam's worlds, whoever the contestant is. */
export const examFingerprint = (): string =>
  fingerprintOf([
    ...plantFolders(),
    ...['exam', 'information', 'referee']
      .map((room) => join(HOME, 'dist', room))
      .filter(existsSync),
  ]);

function fingerprintOf(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(js|yaml)$/.test(name))
      .sort((a, b) => (a < b ? -1 : 1));
    for (const name of names) hash.update(name).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}
