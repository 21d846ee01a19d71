/** plant47 list and map: what is on board, derived from the declarations. */
import { CLAIMABLE, PlantError } from '@plant47/contract';
import { TOXICS } from '@plant47/contract/sealed';
import {
  actionListing,
  clockMap,
  type DeviceMap,
  deviceMap,
  faultListing,
  KINDS,
} from '@plant47/simulator';
import type { Command } from 'commander';
import { changeLine, mapDiff, readMapFile } from '../consumers/map-diff.js';
import { columns } from '../report/table.js';
import { define } from '../runner/definition.js';
import { namesOf, readScenario } from '../runner/library.js';
import { jsonOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';

interface Listed {
  readonly id: string;
  readonly label: string;
  readonly [key: string]: unknown;
}

/** Detectors of the built-in engine and the plain ones that it is compared with. */
const DETECTORS: readonly Listed[] = [
  { id: 'full', label: 'EWMA and CUSUM on residuals, resolved bearing lines, remaining life' },
  { id: 'rms-6sigma', label: 'RMS above six sigma, three in a row' },
  { id: 'kurtosis-4', label: 'Kurtosis above four, three in a row' },
  { id: 'iso-zones', label: 'Velocity zones of ISO 20816-3' },
  { id: 'temperature-threshold', label: 'One temperature limit for all machines' },
];

const LISTS: Readonly<Record<string, () => readonly Listed[]>> = {
  machines: () =>
    KINDS.map((kind) => ({ id: kind.kind, label: kind.label, models: Object.keys(kind.models) })),
  faults: () =>
    faultListing().map(({ fault, ...rest }) => ({
      id: fault,
      ...rest,
      claimable: (CLAIMABLE as readonly string[]).includes(fault),
    })),
  actions: () => actionListing().map(({ action, ...rest }) => ({ id: action, ...rest })),
  devices: () => {
    const { devices } = define({ plant: 'waterworks', seed: 1 }).createModel();
    const profiles = new Map(devices.map((device) => [device.profile, device]));
    return [...profiles.values()].map(({ profile, device, points, scan_s }) => ({
      id: profile,
      label: `${device}, ${points.length} points, scanned every ${scan_s} s`,
      points: points.map((point) => point.id.split('.').slice(1).join('.')),
    }));
  },
  scenarios: () =>
    namesOf('library').map((id) => {
      const { label, duration } = readScenario(id).value;
      return { id, label, days: duration / 86_400 };
    }),
  plants: () => namesOf('plants').map((id) => ({ id, label: id })),
  detectors: () => DETECTORS,
  toxics: () => TOXICS.map((toxic) => ({ ...toxic })),
};

/** Adds the commands. */
export function addCatalogueCommands(program: Command): void {
  program
    .command('list <what>')
    .description(Object.keys(LISTS).join(', '))
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 list faults --json')
    .action((what: string, flags: { json?: JsonFlag }) => {
      const list = LISTS[what];
      if (!list) throw unknown('list', what, Object.keys(LISTS));
      const output = openOutput(flags.json);
      const entries = list();
      for (const line of columns(entries.map(({ id, label }) => [id, label]))) output.say(line);
      output.result(entries);
    });
  program
    .command('map [device]')
    .description('registers and topics of a device, of an asset, or of all')
    .option('--format <form>', 'text, csv, json, md', 'text')
    .option('--plant <plant>', 'plant', 'waterworks')
    .option('--diff <file...>', 'what changed from one map to another, both as JSON')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 map motor-47/process --format md')
    .action(mapCommand);
}

const unknown = (path: string, value: string, known: readonly string[]): PlantError =>
  new PlantError([
    {
      code: 'E_UNKNOWN',
      path,
      message: `there is no such thing (${value})`,
      remedy: `take one of ${known.join(', ')}`,
    },
  ]);

interface MapFlags {
  readonly format: string;
  readonly plant: string;
  readonly diff?: readonly string[];
  readonly json?: JsonFlag;
}

/** Exit code 1 where a reader by the older map would be wrong. */
function diffCommand([before, after, ...rest]: readonly string[], json: JsonFlag): void {
  if (before === undefined || after === undefined || rest.length > 0) {
    const message = 'two maps are compared, no more and no fewer';
    const remedy = 'write --diff OLD.json NEW.json';
    throw new PlantError([{ code: 'E_USAGE', path: '--diff', message, remedy }]);
  }
  const output = openOutput(json);
  const changes = mapDiff(readMapFile(before), readMapFile(after));
  for (const change of changes) output.say(changeLine(change));
  if (changes.length === 0) output.say('the maps are equal');
  output.result({ changes });
  if (changes.some(({ breaks }) => breaks)) process.exitCode = 1;
}

function mapCommand(name: string | undefined, flags: MapFlags): void {
  if (flags.diff) {
    diffCommand(flags.diff, flags.json);
    return;
  }
  if (name === undefined) throw unknown('device', 'none', ['all', 'clock', 'motor-47', '…']);
  const formats = ['text', 'csv', 'json', 'md'];
  if (!formats.includes(flags.format)) throw unknown('--format', flags.format, formats);
  const output = openOutput(flags.json ?? (flags.format === 'json' ? true : undefined));
  const { devices } = define({ plant: flags.plant, seed: 1 }).createModel();
  const chosen = devices.filter(
    ({ asset, device }) => name === 'all' || name === asset || name === `${asset}/${device}`,
  );
  if (chosen.length === 0 && name !== 'clock') {
    throw unknown('device', name, ['all', 'clock', 'motor-47', 'motor-47/vibration', '…']);
  }
  const maps = chosen.map(deviceMap);
  if (name === 'all' || name === 'clock') maps.push(clockMap());
  if (flags.format === 'csv') sayCsv(maps, output.say);
  else if (flags.format !== 'json') sayTables(maps, flags.format === 'md', output.say);
  output.result({ devices: maps });
}

const COLUMNS = [
  'point',
  'address',
  'number5',
  'number6',
  'hex',
  'type',
  'words',
  'scale',
  'offset',
  'unit',
  'access',
  'label',
] as const;

function sayCsv(maps: readonly DeviceMap[], say: (line: string) => void): void {
  say(['device', 'unit_id', ...COLUMNS].join(','));
  for (const { id, unit, registers } of maps) {
    for (const row of registers) {
      say([id, unit, ...COLUMNS.map((name) => `"${row[name]}"`)].join(','));
    }
  }
}

function sayTables(
  maps: readonly DeviceMap[],
  markdown: boolean,
  say: (line: string) => void,
): void {
  for (const { id, gateway, unit, registers, topics } of maps) {
    say(`${markdown ? '## ' : ''}${id}: gateway ${gateway}, unit ${unit}`);
    const rows = [
      [...COLUMNS],
      ...registers.map((row) => COLUMNS.map((name) => String(row[name]))),
    ];
    if (markdown) {
      const lines = rows.map((row) => `| ${row.join(' | ')} |`);
      lines.splice(1, 0, `|${'---|'.repeat(COLUMNS.length)}`);
      for (const line of lines) say(line);
    } else for (const line of columns(rows)) say(line);
    for (const topic of topics) say(markdown ? `- \`${topic}\`` : topic);
    say('');
  }
}
