/** Mistakes in a plant file: all of them at once, each with code, path, value and remedy. */
import type { Issue } from '../errors.js';
import { type Plant, type PlantComponent, plant as plantSchema } from './plant.js';
import { settingsOf, type TrainSettings } from './plant-settings.js';
import { KNOWN_UNITS, parseQuantity } from './quantity.js';

interface Declared {
  readonly unit: string;
  readonly label: string;
  readonly min?: number;
}

/** What a machine kind declares that plant files may name. */
export interface DeclaredKind {
  readonly kind: string;
  readonly family: string;
  readonly parameters: Readonly<Record<string, Declared & { readonly value: number }>>;
  readonly states: Readonly<Record<string, Declared>>;
  readonly models: Readonly<Record<string, object>>;
  /** What the nameplate of a model says, in the manifest's units. */
  readonly plates?: Readonly<Record<string, object>>;
  readonly faults: Readonly<Record<string, { readonly id: string }>>;
}

/** Components that every train has: the points of its devices look at them. */
const COMPONENTS = [
  'motor',
  'bearing-de',
  'bearing-nde',
  'pump',
  'pump-bearing-de',
  'pump-bearing-nde',
  'train',
] as const;

/** The plant in `data`, or every mistake in it; `kinds` are those that the plant may use. */
export function readPlantData(
  data: unknown,
  kinds: readonly DeclaredKind[],
): { readonly plant?: Plant; readonly issues: readonly Issue[] } {
  const parsed = plantSchema.safeParse(data);
  const remedy = 'compare scenarios/plants/waterworks.yaml';
  const issues = (parsed.error?.issues ?? []).map(({ path, message }) =>
    issue('E_PLANT_FIELD', path.join('.') || 'plant', message, remedy),
  );
  const plant = parsed.success ? parsed.data : lenient(data);
  if (plant) issues.push(...checkPlant(plant, kinds));
  return parsed.success ? { plant: parsed.data, issues } : { issues };
}

/** The data as a plant where its skeleton allows to go on looking for mistakes. */
function lenient(data: unknown): Plant | undefined {
  const plant = data as Plant | undefined;
  const whole =
    Array.isArray(plant?.areas) &&
    typeof plant.types === 'object' &&
    plant.areas.every((a) => a && Array.isArray(a.lines) && a.lines.every(hasTrains));
  return whole
    ? { ...plant, weather: plant.weather ?? { mean: 287, daily_K: 0, slow_K: 0 } }
    : undefined;
}

function hasTrains(line: { readonly trains?: unknown } | null): boolean {
  return Array.isArray(line?.trains) && line.trains.every((t) => typeof t === 'object' && t);
}

function issue(code: string, path: string, message: string, remedy: string): Issue {
  return { code, path, message, remedy };
}

/** Mistakes that the shape of the file does not show. */
export function checkPlant(plant: Plant, kinds: readonly DeclaredKind[]): Issue[] {
  const issues: Issue[] = [];
  const mean = parseQuantity(plant.weather.mean, 'K');
  if ('problem' in mean) issues.push(unitIssue('weather.mean', mean.problem));
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(plant.epoch ?? '2026-01-05T00:00:00Z')) {
    const said = `not an instant in UTC (${plant.epoch})`;
    issues.push(issue('E_EPOCH', 'epoch', said, 'write it as 2026-01-05T00:00:00Z'));
  }
  for (const [name, type] of Object.entries(plant.types)) {
    for (const [id, part] of Object.entries(type?.components ?? {})) {
      checkComponent(part, part, `types.${name}.components.${id}`, kinds, issues);
    }
  }
  const seen = new Map<string, string>();
  for (const train of settingsOf(plant)) checkTrain(plant, train, kinds, seen, issues);
  return issues;
}

function checkTrain(
  plant: Plant,
  train: TrainSettings,
  kinds: readonly DeclaredKind[],
  seen: Map<string, string>,
  issues: Issue[],
): void {
  const { path } = train;
  const first = seen.get(train.id);
  if (first) {
    const said = `asset "${train.id}" stands at ${first} already`;
    issues.push(issue('E_DUPLICATE_ASSET', `${path}.id`, said, 'give every train its own id'));
  }
  seen.set(train.id, path);
  if (!plant.types[train.type]) {
    const known = Object.keys(plant.types).join(', ');
    const said = `unknown train type "${train.type}"`;
    issues.push(issue('E_UNKNOWN_TYPE', `${path}.type`, said, `use one of ${known}`));
    return;
  }
  for (const [id, part] of Object.entries(train.own)) {
    const whole = train.components[id] ?? part;
    checkComponent(part, whole, `${path}.components.${id}`, kinds, issues);
  }
  for (const id of COMPONENTS) {
    if (train.components[id]) continue;
    const said = `train "${train.id}" has no ${id}`;
    issues.push(issue('E_NO_COMPONENT', train.typePath, said, `add components.${id}`));
  }
  const faults = kinds.flatMap((kind) => Object.values(kind.faults).map(({ id }) => id));
  for (const fault of Object.keys(train.standing)) {
    if (faults.includes(fault)) continue;
    const at = `${path}.standing.${fault}`;
    const remedy = `use one of ${faults.join(', ')}`;
    issues.push(issue('E_UNKNOWN_FAULT', at, `unknown fault "${fault}"`, remedy));
  }
}

/** Checks what `part` says; `whole` is the component with its defaults. */
function checkComponent(
  part: PlantComponent,
  whole: PlantComponent,
  path: string,
  kinds: readonly DeclaredKind[],
  issues: Issue[],
): void {
  const kind = kinds.find((one) => one.kind === whole.kind);
  if (!kind) {
    const known = kinds.map((one) => one.kind).join(', ');
    const said = `unknown kind "${whole.kind ?? ''}"`;
    issues.push(issue('E_UNKNOWN_KIND', `${path}.kind`, said, `use one of ${known}`));
    return;
  }
  if (part.model !== undefined && !kind.models[part.model]) {
    const known = Object.keys(kind.models).join(', ') || 'none';
    const said = `unknown model "${part.model}" of ${kind.kind}`;
    issues.push(issue('E_UNKNOWN_MODEL', `${path}.model`, said, `use one of ${known}`));
  }
  for (const [name, text] of Object.entries(part.set ?? {})) {
    const at = `${path}.set.${name}`;
    const declared = kind.parameters[name] ?? kind.states[name];
    if (!declared) {
      const known = Object.keys(kind.parameters).join(', ');
      const said = `unknown parameter "${name}" of ${kind.kind}`;
      issues.push(issue('E_UNKNOWN_PARAMETER', at, said, `use one of ${known}`));
      continue;
    }
    const value = parseQuantity(text, declared.unit);
    if ('problem' in value) issues.push(unitIssue(at, value.problem));
    else if (value.value < (declared.min ?? -Infinity)) {
      const said = `${declared.label} below ${declared.min} ${declared.unit} (${text})`;
      issues.push(issue('E_OUT_OF_RANGE', at, said, `give at least ${declared.min}`));
    }
  }
}

function unitIssue(path: string, problem: string): Issue {
  const known = KNOWN_UNITS.join(' ');
  return issue('E_UNKNOWN_UNIT', path, problem, `write an SI number, or one of the units ${known}`);
}

/** Mistakes in a choice of assets to compile alone. */
export function checkSelection(plant: Plant, only: readonly string[] = []): Issue[] {
  const known = new Set(settingsOf(plant).map(({ id }) => id));
  return only
    .filter((id) => !known.has(id))
    .map((id) => issue('E_UNKNOWN_ASSET', 'only', `no such asset "${id}"`, 'see the plant file'));
}
