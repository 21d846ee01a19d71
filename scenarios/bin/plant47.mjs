#!/usr/bin/env node
// Loads the built command; a checkout that is not built yet gets the remedy instead of a stack.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const entry = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(fileURLToPath(entry))) {
  await import(entry.href);
} else {
  process.stderr.write(
    'E_NOT_BUILT scenarios/dist: the command is not built yet — run `npm run build`\n',
  );
  process.exitCode = 2;
}
