/** Scenario and suite files: YAML text to checked data, or every mistake at once. */
import { type Issue, PlantError } from '@plant47/contract';
import {
  EVENTS_MAX,
  type Scenario,
  type Suite,
  scenario,
  suite,
  TIMELINE_EVENTS,
  TOXICS,
} from '@plant47/contract/sealed';
import type { z } from 'zod';
import { requirementIssues } from './requirements.js';
import { readYaml, type YamlText } from './yaml-text.js';

/** The scenario in `text`; throws PlantError with every mistake that needs no plant to be seen. */
export function parseScenario(text: string, file: string): Scenario {
  const source = readScenarioText(text, file);
  const parsed = scenario.safeParse(source.data);
  const issues = parsed.success
    ? senseIssues(parsed.data, source, file)
    : shapeIssues(parsed.error, { ...SCENARIO, file }, source);
  if (!parsed.success || issues.length > 0) throw new PlantError(issues);
  return parsed.data;
}

const SCENARIO = { schema: scenario, code: 'E_SCENARIO_FILE' };

/** Too long a list is not even looked through. */
function readScenarioText(text: string, file: string): YamlText {
  const source = readYaml(text, file, SCENARIO.code);
  const data = (source.data ?? {}) as Readonly<Record<string, unknown>>;
  for (const list of ['timeline', 'requirements', 'knownMisses']) {
    const value = data[list];
    if (!Array.isArray(value) || value.length <= EVENTS_MAX) continue;
    const message = `the list is longer than ${EVENTS_MAX} (${value.length})`;
    const path = `${file}:${source.lineOf([list])} ${list}`;
    throw new PlantError([{ code: SCENARIO.code, path, message, remedy: 'shorten it' }]);
  }
  return source;
}

/** The suite in `text`; throws PlantError with E_SUITE_FILE issues, each with its line. */
export function parseSuite(text: string, file: string): Suite {
  return parseFile(text, { file, schema: suite, code: 'E_SUITE_FILE' });
}

export interface FileKind<T> {
  readonly file: string;
  readonly schema: z.ZodType<T>;
  readonly code: string;
}

/** Checked data of a YAML text; throws PlantError with every mistake and its line. */
export function parseFile<T>(text: string, kind: FileKind<T>): T {
  const source = readYaml(text, kind.file, kind.code);
  const parsed = kind.schema.safeParse(source.data);
  if (parsed.success) return parsed.data;
  throw new PlantError(shapeIssues(parsed.error, kind, source));
}

/** What is left of a scenario where parts of it are not of the right shape. */
export interface PartialScenario {
  readonly shape: readonly Issue[];
  /** Undefined where the event is not one. */
  readonly timeline: readonly (Scenario['timeline'][number] | undefined)[];
  readonly duration_s: number | undefined;
  readonly plant: string | undefined;
  readonly source: YamlText;
  readonly scenario: Scenario | undefined;
}

/** Reads as much of a scenario as can be read, so that one mistake does not hide the others. */
export function readPartial(text: string, file: string): PartialScenario {
  const source = readScenarioText(text, file);
  const parsed = scenario.safeParse(source.data);
  const data = (source.data ?? {}) as Readonly<Record<string, unknown>>;
  const { shape } = scenario;
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  const requirements = list(data['requirements']).map(
    (one) => shape.requirements.unwrap().element.safeParse(one).data,
  );
  const duration = shape.duration.safeParse(data['duration']);
  const learning = shape.learning.safeParse(data['learning']);
  const sense = senseIssues(
    {
      requirements,
      knownMisses: parsed.data?.knownMisses ?? [],
      duration: duration.data ?? Number.POSITIVE_INFINITY,
      learning: learning.data ?? 0,
    },
    source,
    file,
  );
  const own = parsed.success ? [] : shapeIssues(parsed.error, { ...SCENARIO, file }, source);
  return {
    shape: [...own, ...sense],
    timeline: list(data['timeline']).map(
      (one) => shape.timeline.unwrap().element.safeParse(one).data,
    ),
    duration_s: duration.data,
    plant: typeof data['plant'] === 'string' ? data['plant'] : undefined,
    source,
    scenario: parsed.data,
  };
}

type Sensible = Pick<Scenario, 'knownMisses' | 'duration' | 'learning'> & {
  readonly requirements: readonly (Scenario['requirements'][number] | undefined)[];
};

/** What does not go together in a scenario, whatever the plant. */
function senseIssues(read: Sensible, source: YamlText, file: string): readonly Issue[] {
  const names = read.requirements.map((one) => one?.name);
  const strange = read.knownMisses.flatMap(({ requirement }, i) =>
    names.includes(requirement)
      ? []
      : {
          code: 'E_KNOWN_MISS',
          path: `knownMisses.${i}.requirement`,
          message: `no requirement has that name (${requirement})`,
          remedy: `write one of ${names.join(', ')}`,
        },
  );
  const endless = {
    code: 'E_SCENARIO_TIME',
    path: 'learning',
    message: `the engine would learn to the end (${read.learning} s of ${read.duration} s)`,
    remedy: 'shorten learning, or lengthen the scenario',
  };
  const late = read.learning >= read.duration ? [endless] : [];
  const unjudged = read.requirements.flatMap((one, i) =>
    requirementIssues(one === undefined ? [] : [one]).map((issue) => ({
      ...issue,
      path: issue.path.replace('requirements.0', `requirements.${i}`),
    })),
  );
  return located([...late, ...unjudged, ...strange], source, file);
}

/** Issues of dotted paths with file and line before them. */
export function located(issues: readonly Issue[], source: YamlText, file: string): Issue[] {
  return issues.map((issue) => {
    const keys = issue.path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    return { ...issue, path: `${file}:${source.lineOf(keys)} ${issue.path}` };
  });
}

interface Flat {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string;
  readonly remedy?: string;
}

function shapeIssues(
  error: z.ZodError,
  kind: { readonly file: string; readonly code: string },
  source: YamlText,
): readonly Issue[] {
  return flatten(error.issues, [], source.data).map((flat) => issueAt(kind, source, flat));
}

/** Issues of a union are those of the branch whose own key the author wrote. */
function flatten(
  issues: readonly z.core.$ZodIssue[],
  at: readonly PropertyKey[],
  data: unknown,
): Flat[] {
  return issues.flatMap((issue): Flat[] => {
    const path = [...at, ...issue.path];
    if (issue.code === 'invalid_union') return unionIssues(issue, path, data);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...path, key], message: 'there is no such field' }));
    }
    return [{ path, message: issue.message }];
  });
}

type UnionIssue = Extract<z.core.$ZodIssue, { code: 'invalid_union' }>;

function unionIssues(issue: UnionIssue, path: readonly PropertyKey[], data: unknown): Flat[] {
  const value = valueAt(data, path);
  if (isEventPath(path) && isObject(value)) return eventIssues(value, path, data);
  const branch = meant(issue.errors);
  return branch === undefined ? [{ path, message: issue.message }] : flatten(branch, path, data);
}

/** True for places where events stand. */
function isEventPath(path: readonly PropertyKey[]): boolean {
  const [before, last] = path.slice(-2);
  if (path[0] !== 'timeline' || typeof last !== 'number') return false;
  return before === 'timeline' || before === 'events' || before === 'of' || path.at(-3) === 'of';
}

const KINDS = Object.keys(TIMELINE_EVENTS) as (keyof typeof TIMELINE_EVENTS)[];

function eventIssues(value: object, path: readonly PropertyKey[], data: unknown): Flat[] {
  const kind = KINDS.find((key) => Object.hasOwn(value, key));
  if (kind === undefined) {
    const message = `no kind of event (${Object.keys(value).join(', ').slice(0, 80)})`;
    return [{ path, message, code: 'E_SCENARIO_EVENT', remedy: `give one of ${KINDS.join(', ')}` }];
  }
  const toxic = (value as { toxic?: unknown }).toxic;
  if (kind === 'toxic' && !TOXICS.some(({ id }) => id === toxic)) {
    const remedy = `write one of ${TOXICS.map(({ id }) => id).join(', ')}`;
    const message = `no such toxic (${String(toxic)})`;
    return [{ path: [...path, 'toxic'], message, code: 'E_SCENARIO_TOXIC', remedy }];
  }
  const parsed = TIMELINE_EVENTS[kind].safeParse(value);
  return parsed.success ? [] : flatten(parsed.error.issues, path, data);
}

/** The branch with the fewest issues below its root; where several have as few, the first. */
function meant(branches: readonly (readonly z.core.$ZodIssue[])[]) {
  const cost = (branch: readonly z.core.$ZodIssue[]): number =>
    branch.length + (branch.some(({ path }) => path.length === 0) ? 100 : 0);
  let best = branches[0];
  for (const branch of branches) {
    if (best === undefined || cost(branch) < cost(best)) best = branch;
  }
  return best === undefined || best.length === 0 ? undefined : best;
}

function issueAt(
  kind: { readonly file: string; readonly code: string },
  source: YamlText,
  { path, message, code, remedy }: Flat,
): Issue {
  const value = valueAt(source.data, path);
  const shown = value === undefined || typeof value === 'object' ? undefined : value;
  // JSON has no word for .nan and .inf.
  const written = typeof shown === 'number' ? String(shown) : JSON.stringify(shown);
  const text = shown === undefined ? undefined : written?.slice(0, 80);
  const line = source.lineOf(path);
  return {
    code: code ?? (/duration|hundred years|above zero/.test(message) ? 'E_DURATION' : kind.code),
    path: `${kind.file}:${line} ${path.map(String).join('.')}`.trimEnd(),
    message:
      text === undefined || code !== undefined || message.includes(text)
        ? message
        : `${message} (${text})`,
    remedy: remedy ?? 'docs/scenarios.md and the schema say what may stand here',
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const key of path) {
    if (!isObject(value)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
