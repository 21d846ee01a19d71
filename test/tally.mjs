/** Adds up JUnit files and prints the gate's last line; fails on failures, skips and no tests. */
import { readFileSync } from 'node:fs';

const total = { tests: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2)) {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    console.error(`No test report at ${file}`);
    total.failed++;
    continue;
  }
  for (const [suite] of text.matchAll(/<testsuite [^>]*>/g)) {
    const count = (name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
    total.tests += count('tests');
    total.failed += count('failures') + count('errors');
    total.skipped += count('skipped');
  }
}
const passed = total.tests - total.failed - total.skipped;
if (passed === 0) total.failed++;
console.log(`${passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
