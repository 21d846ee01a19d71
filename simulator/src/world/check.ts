/** Mistakes in a plant file: all of them at once, each with code, path, value and remedy. */
import type { Issue } from '@plant47/contract';
import {
  KNOWN_UNITS,
  type Plant,
  type PlantComponent,
  parseQuantity,
  plant as plantSchema,
  settingsOf,
  type TrainSettings,
} from '@plant47/contract/sealed';
import type { AnyKind, Parameter, Variable } from '../machines/kind.js';
import { KINDS, kindOf } from '../machines/registry.js';

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

/** Line of a dotted path in the file, where the caller can tell. */
export type LineOf = (path: string) => number | undefined;

/** The plant in `data`, or every mistake in it. */
export function readPlant(
  data: unknown,
  lineOf?: LineOf,
): { readonly plant?: Plant; readonly issues: readonly Issue[] } {
  const parsed = plantSchema.safeParse(data);
  const issues: Issue[] = [];
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      issues.push(
        issue(
          'E_PLANT_FIELD',
          path.join('.') || 'plant',
          message,
          'compare scenarios/plants/waterworks.yaml',
        ),
      );
    }
  }
  const plant = parsed.success ? parsed.data : lenient(data);
  if (plant) issues.push(...checkPlant(plant));
  const placed = issues.map((one) => {
    const line = lineOf?.(one.path);
    return line === undefined ? one : { ...one, path: `${one.path} (line ${line})` };
  });
  return parsed.success ? { plant: parsed.data, issues: placed } : { issues: placed };
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
export function checkPlant(plant: Plant): Issue[] {
  const issues: Issue[] = [];
  const mean = parseQuantity(plant.weather.mean, 'K');
  if ('problem' in mean) issues.push(unitIssue('weather.mean', mean.problem));
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(plant.epoch ?? '2026-01-05T00:00:00Z')) {
    const said = `not an instant in UTC (${plant.epoch})`;
    issues.push(issue('E_EPOCH', 'epoch', said, 'write it as 2026-01-05T00:00:00Z'));
  }
  for (const [name, type] of Object.entries(plant.types)) {
    for (const [id, part] of Object.entries(type?.components ?? {})) {
      checkComponent(part, part, `types.${name}.components.${id}`, issues);
    }
  }
  const seen = new Map<string, string>();
  for (const train of settingsOf(plant)) checkTrain(plant, train, seen, issues);
  return issues;
}

function checkTrain(
  plant: Plant,
  train: TrainSettings,
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
    checkComponent(part, train.components[id] ?? part, `${path}.components.${id}`, issues);
  }
  for (const id of COMPONENTS) {
    if (train.components[id]) continue;
    const said = `train "${train.id}" has no ${id}`;
    issues.push(issue('E_NO_COMPONENT', train.typePath, said, `add components.${id}`));
  }
  for (const fault of Object.keys(train.standing)) {
    if (KINDS.some((kind) => faultColumn(kind, fault))) continue;
    const known = KINDS.flatMap((kind) => faultIds(kind)).join(', ');
    const at = `${path}.standing.${fault}`;
    issues.push(issue('E_UNKNOWN_FAULT', at, `unknown fault "${fault}"`, `use one of ${known}`));
  }
}

/** Checks what `part` says; `whole` is the component with its defaults. */
function checkComponent(
  part: PlantComponent,
  whole: PlantComponent,
  path: string,
  issues: Issue[],
): void {
  const kind = kindOf(whole.kind ?? '');
  if (!kind) {
    const known = KINDS.map((one) => one.kind).join(', ');
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
    const declared: Parameter | Variable | undefined = kind.parameters[name] ?? kind.states[name];
    if (!declared) {
      const known = Object.keys(kind.parameters).join(', ');
      const said = `unknown parameter "${name}" of ${kind.kind}`;
      issues.push(issue('E_UNKNOWN_PARAMETER', at, said, `use one of ${known}`));
      continue;
    }
    const value = parseQuantity(text, declared.unit);
    if ('problem' in value) issues.push(unitIssue(at, value.problem));
    else if ('min' in declared && value.value < (declared.min ?? -Infinity)) {
      const said = `${declared.label} below ${declared.min} ${declared.unit} (${text})`;
      issues.push(issue('E_OUT_OF_RANGE', at, said, `give at least ${declared.min}`));
    }
  }
}

function unitIssue(path: string, problem: string): Issue {
  const known = KNOWN_UNITS.join(' ');
  return issue('E_UNKNOWN_UNIT', path, problem, `write an SI number, or one of the units ${known}`);
}

/** Ids of the faults that a kind declares. */
function faultIds(kind: AnyKind): string[] {
  return Object.values(kind.faults).map((fault) => fault.id);
}

/** Column of a fault id in a kind, or undefined. */
export function faultColumn(kind: AnyKind, id: string): string | undefined {
  return Object.keys(kind.faults).find((name) => kind.faults[name]?.id === id);
}
