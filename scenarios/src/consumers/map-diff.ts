/** What changed between two versions of a register map, for those who read by the older one. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Issue, PlantError } from '@plant47/contract';
import { z } from 'zod';

const row = z.looseObject({
  point: z.string(),
  number6: z.string(),
  address: z.number(),
  type: z.string(),
});
const mapFile = z.object({
  devices: z.array(
    z.looseObject({
      id: z.string(),
      gateway: z.number(),
      unit: z.number(),
      registers: z.array(row),
    }),
  ),
});
type MapFile = z.infer<typeof mapFile>;
type Row = z.infer<typeof row>;

export interface MapChange {
  readonly device: string;
  /** Empty where the whole device came, went or moved. */
  readonly point: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Fields that differ, each as [before, after]. */
  readonly fields: Readonly<Record<string, readonly [unknown, unknown]>>;
  /** True where who reads by the older map reads something else, or nothing. */
  readonly breaks: boolean;
}

/** Fields that people read; a change of these leaves every reader as it was. */
const FOR_PEOPLE = ['label', 'hex', 'number5', 'number6'];

/** Reads a file that `plant47 map --format json` or `import --out` wrote; throws E_MAP. */
export function readMapFile(file: string): MapFile {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(resolve(file), 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new PlantError([refusal(file, error.message)]);
  }
  const parsed = mapFile.safeParse(data);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  throw new PlantError(
    issues.map(({ path, message }) => refusal(`${file} ${path.join('.')}`, message)),
  );
}

const refusal = (path: string, message: string): Issue => ({
  code: 'E_MAP',
  path,
  message: `this is no register map (${message})`,
  remedy: 'write one with plant47 map all --format json',
});

/** Differences, in the order of the older map, what is new at the end. */
export function mapDiff(before: MapFile, after: MapFile): MapChange[] {
  const changes: MapChange[] = [];
  const add = (device: string, point: string, change: MapChange['change'], more = {}): void => {
    changes.push({ device, point, change, fields: {}, breaks: change !== 'added', ...more });
  };
  const later = new Map(after.devices.map((one) => [one.id, one]));
  for (const old of before.devices) {
    const now = later.get(old.id);
    later.delete(old.id);
    if (!now) {
      add(old.id, '', 'removed');
      continue;
    }
    const place = fieldsOf({ gateway: old.gateway, unit: old.unit }, now, ['gateway', 'unit']);
    if (Object.keys(place).length > 0) add(old.id, '', 'changed', { fields: place });
    const rows = keyed(now.registers);
    for (const [key, one] of keyed(old.registers)) {
      const other = rows.get(key);
      rows.delete(key);
      if (!other) add(old.id, one.point, 'removed');
      else compare(one, other, (more) => add(old.id, one.point, 'changed', more));
    }
    for (const { point } of rows.values()) add(old.id, point, 'added');
  }
  for (const id of later.keys()) add(id, '', 'added');
  return changes;
}

/** Registers by table, which is the first digit of their number, and name; a name may come twice. */
function keyed(rows: readonly Row[]): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const one of rows) {
    let key = `${one.number6[0]} ${one.point}`;
    while (found.has(key)) key += "'";
    found.set(key, one);
  }
  return found;
}

function compare(one: Row, other: Row, add: (more: Partial<MapChange>) => void): void {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const fields = fieldsOf(one, other, names);
  const changed = Object.keys(fields);
  if (changed.length === 0) return;
  add({ fields, breaks: changed.some((name) => !FOR_PEOPLE.includes(name)) });
}

function fieldsOf(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, readonly [unknown, unknown]> {
  const differ = names.filter((name) => one[name] !== other[name]);
  return Object.fromEntries(differ.map((name) => [name, [one[name], other[name]] as const]));
}

/** A change as a line for people. */
export function changeLine({ device, point, change, fields, breaks }: MapChange): string {
  const what = Object.entries(fields).map(([name, [was, is]]) => `${name} ${was} → ${is}`);
  const where = point === '' ? device : `${device} ${point}`;
  const detail = what.length > 0 ? `: ${what.join(', ')}` : '';
  return `${breaks ? 'breaks' : 'keeps '} ${change.padEnd(7)} ${where}${detail}`;
}
