/** The engine's process: configuration on standard input, log on standard error. */

import { parseConfig } from './acquire/config.js';
import { runEngine } from './acquire/process.js';

async function readInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

try {
  await runEngine(parseConfig(await readInput()));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
