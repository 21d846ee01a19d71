/** The benchmark suite: figures as ratios taken in one run on one computer. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { benchHero } from './hero.js';
import { benchKernel } from './kernel.js';
import { benchMqtt } from './mqtt.js';
import { benchNoLeak } from './no-leak.js';
import type { BenchResult } from './result.js';
import { benchSoak } from './soak.js';
import { benchTestkit } from './testkit.js';
import { benchWaveform } from './waveform.js';

type Bench = (count?: number) => readonly BenchResult[] | Promise<readonly BenchResult[]>;

/** Name of a suite → its measurements. */
const SUITES: Readonly<Record<string, Bench>> = {
  kernel: benchKernel,
  waveform: benchWaveform,
  'hero-72h': benchHero,
  mqtt: benchMqtt,
  testkit: benchTestkit,
  soak: benchSoak,
  'no-leak': benchNoLeak,
};
/** Run only when named: they take minutes. `soak:50` takes fifty of what it takes. */
const NAMED_ONLY = ['hero-72h', 'soak', 'no-leak'];

/** Runs the suites named, or all; prints a table and writes JSON where it is asked for. */
async function main(args: readonly string[]): Promise<number> {
  const at = args.indexOf('--json');
  const file = at >= 0 ? args[at + 1] : undefined;
  const words = args.filter((word, i) => !word.startsWith('--') && (at < 0 || i !== at + 1));
  const usual = Object.keys(SUITES).filter((name) => !NAMED_ONLY.includes(name));
  const names = words.length > 0 ? words : usual;
  const wanted = names.map((name) => name.split(':') as [string, string?]);
  const unknown = wanted.map(([name]) => name).filter((name) => !SUITES[name]);
  if (unknown.length > 0) {
    const known = Object.keys(SUITES).join(', ');
    for (const name of unknown) {
      console.error(`E_UNKNOWN bench: there is no such suite (${name}) — take one of ${known}`);
    }
    return 2;
  }
  const results: BenchResult[] = [];
  for (const [name, count] of wanted) {
    results.push(...(await SUITES[name]!(count === undefined ? undefined : Number(count))));
  }
  const say = at >= 0 && !file ? console.error : console.log;
  for (const { name, value, unit, ratio, against } of results) {
    const beside = ratio === null ? '' : `${ratio.toPrecision(3)} × ${against ?? ''}`;
    say(`${name.padEnd(44)} ${value.toPrecision(4).padStart(10)} ${unit.padEnd(18)} ${beside}`);
  }
  const text = `${JSON.stringify({ results }, undefined, 2)}\n`;
  if (file) writeFileSync(file, text);
  else if (at >= 0) process.stdout.write(text);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = await main(process.argv.slice(2));
