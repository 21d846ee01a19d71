/** plant47 sweep and plant47 information: what the published points can tell, and from when. */
import { parseDuration } from '@plant47/contract';
import type { Command } from 'commander';
import {
  type Axis,
  type Cell,
  cellsOf,
  SWEPT,
  type Swept,
  sweepCell,
} from '../information/sweep.js';
import { visibilityOf } from '../information/visibility.js';
import { isolableFrom } from '../referee/isolable.js';
import { informationNeeded } from '../referee/observable.js';
import { axisLabel, heatMapPage } from '../report/heat-map.js';
import { columns, shown } from '../report/table.js';
import { define } from '../runner/definition.js';
import { FlagReader, jsonOption, SEED_MAX, seedOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';
import { writeFile } from './written-files.js';

const HOUR_S = 3600;

/** Adds both commands. */
export function addInformationCommands(program: Command): void {
  program
    .command('sweep <scenario>')
    .description('detectability map: how long after its onset a fault can be told at best')
    .requiredOption('--over <axes>', `name=values of ${SWEPT.join(', ')}; repeat it or use spaces`)
    .addOption(seedOption())
    .addOption(jsonOption())
    .option('--html <file>', 'the map as one page')
    .addHelpText(
      'after',
      '\nExample:\n  plant47 sweep motor-47-starvation --over "severity=0.25,0.5,1 sampling=10min,1h"',
    )
    .action(sweepCommand);
  program
    .command('information <scenario>')
    .description('information map: which point makes a fault visible when')
    .addOption(seedOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 information motor-47-starvation --seed 1')
    .action(informationCommand);
}

interface SweepFlags {
  readonly over: string;
  readonly seed?: string;
  readonly json?: JsonFlag;
  readonly html?: string;
}

function sweepCommand(scenario: string, flags: SweepFlags): void {
  const reader = new FlagReader();
  const seed = reader.integer('--seed', flags.seed, 0, SEED_MAX) ?? 1;
  const axes = axesOf(reader, flags.over);
  reader.check();
  const output = openOutput(flags.json);
  const places = cellsOf(axes);
  const cells: Cell[] = [];
  places.forEach((at, i) => {
    output.progress(`cell ${i + 1} of ${places.length}`, i / places.length);
    cells.push(...sweepCell((scalars_s) => define({ scenario, seed, scalars_s }), at));
  });
  output.progress('done', 1);
  const head = [...axes.map(({ name }) => name), 'fault', 'asset', 'told after h'];
  const rows = cells.map(({ at, fault, asset, delay_h }) => [
    ...axes.map(({ name }) => axisLabel(name, at[name])),
    fault,
    asset,
    delay_h === null ? 'never' : shown(delay_h),
  ]);
  for (const line of columns([head, ...rows])) output.say(line);
  if (flags.html !== undefined) {
    writeFile(flags.html, heatMapPage({ title: scenario, seed, axes, cells }));
    output.say(`map: ${flags.html}`);
  }
  output.result({ scenario, seed, axes, cells });
}

/** `severity=0.5,1 sampling=1min,10min`. */
function axesOf(reader: FlagReader, text: string): readonly Axis[] {
  const axes: Axis[] = [];
  for (const part of text.split(/\s+/).filter((one) => one !== '')) {
    const [name = '', list = ''] = part.split('=');
    if (!isSwept(name)) {
      reader.fail('E_SWEEP_AXIS', '--over', `no such axis (${name})`, `one of ${SWEPT.join(', ')}`);
      continue;
    }
    const values = list.split(',').map((word) => amountOf(name, word));
    const [low, high] = RANGES[name];
    if (values.some((value) => !(value >= low && value <= high))) {
      reader.fail(
        'E_SWEEP_VALUE',
        `--over ${name}`,
        `a value lies outside its range (${list})`,
        name === 'sampling' ? 'write durations such as 1min,10min' : `give ${low} to ${high}`,
      );
    } else axes.push({ name, values });
  }
  return axes;
}

const RANGES: Readonly<Record<Swept, readonly [number, number]>> = {
  severity: [0, 1],
  load: [0, 1.2],
  noise: [0.01, 100],
  sampling: [1, 86_400],
};

function isSwept(name: string): name is Swept {
  return (SWEPT as readonly string[]).includes(name);
}

function amountOf(name: Swept, word: string): number {
  if (name === 'sampling') return parseDuration(word) ?? Number.NaN;
  return word.trim() === '' ? Number.NaN : Number(word);
}

interface InformationFlags {
  readonly seed?: string;
  readonly json?: JsonFlag;
}

function informationCommand(name: string, flags: InformationFlags): void {
  const reader = new FlagReader();
  const seed = reader.integer('--seed', flags.seed, 0, SEED_MAX) ?? 1;
  reader.check();
  const output = openOutput(flags.json);
  const { plant, key, sampling, inputs, faults, scenario } = define({ scenario: name, seed });
  const macro_s = scenario.macro;
  const run = { plant, key, sampling, inputs, until_s: scenario.duration, macro_s };
  const needed = informationNeeded(sampling.scalars_s);
  const maps = faults.map((fault, i) => {
    output.progress(`${fault.asset} ${fault.mode}`, i / faults.length);
    const seen = visibilityOf(run, fault.id, { needed });
    const acceptedDiagnoses = [
      { fault: fault.mode, credit: 1, from_s: 0, components: [fault.component] },
    ];
    const { isolable_s, last } = isolableFrom(run, { ...fault, acceptedDiagnoses });
    const hours = (s: number | null | undefined) =>
      s === null || s === undefined ? null : s / HOUR_S;
    return {
      fault: fault.mode,
      asset: fault.asset,
      component: fault.component,
      onset_h: hours(seen?.onset_s),
      observable_h: hours(seen?.observable_s),
      isolable_h: hours(isolable_s),
      lastRival: last,
      points: (seen?.points ?? []).map(({ point, visible_s, nats }) => ({
        point,
        visible_h: hours(visible_s),
        nats,
      })),
    };
  });
  output.progress('done', 1);
  for (const map of maps) {
    const rival = map.lastRival;
    output.say(
      `${map.fault} of ${map.asset} ${map.component}: begins ${shown(map.onset_h)} h, ` +
        `can be told from ${shown(map.observable_h)} h, told apart from ${shown(map.isolable_h)} h` +
        `${rival === null ? '' : ` (last rival: ${rival.fault} of ${rival.component})`}`,
    );
    const rows = map.points.map(({ point, visible_h, nats }) => [
      `  ${point}`,
      visible_h === null ? 'never' : shown(visible_h),
      shown(nats),
    ]);
    for (const line of columns([['  point', 'alone from h', 'nats'], ...rows])) output.say(line);
  }
  output.result({ scenario: name, seed, needed, faults: maps });
}
