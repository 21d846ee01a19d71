/** Scenario and suite files: YAML text to checked data, or every mistake at once. */
import { type Issue, PlantError } from '@plant47/contract';
import { type Scenario, type Suite, scenario, suite } from '@plant47/contract/sealed';
import type { z } from 'zod';
import { requirementIssues } from './requirements.js';
import { readYaml, type YamlText } from './yaml-text.js';

/** The scenario in `text`; throws PlantError: E_SCENARIO_FILE with its line, E_METRIC, E_LIMIT. */
export function parseScenario(text: string, file: string): Scenario {
  const parsed = parseFile(text, { file, schema: scenario, code: 'E_SCENARIO_FILE' });
  const issues = requirementIssues(parsed.requirements);
  if (issues.length === 0) return parsed;
  throw new PlantError(issues.map((issue) => ({ ...issue, path: `${file} ${issue.path}` })));
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
  const { data } = source;
  const parsed = kind.schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new PlantError(
    flatten(parsed.error.issues, [], data).map(({ path, message }) =>
      issueAt(kind, source, path, message),
    ),
  );
}

interface Flat {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Issues of a union are those of the branch whose own key the author wrote. */
function flatten(issues: readonly z.core.$ZodIssue[], at: readonly PropertyKey[], data: unknown) {
  const flat: Flat[] = [];
  for (const issue of issues) {
    const path = [...at, ...issue.path];
    const branch = issue.code === 'invalid_union' ? meant(issue.errors) : undefined;
    if (branch === undefined) flat.push({ path, message: issue.message });
    else flat.push(...flatten(branch, path, data));
  }
  return flat;
}

/** The branch with the fewest issues; where several have as few, the first. */
function meant(branches: readonly (readonly z.core.$ZodIssue[])[]) {
  let best = branches[0];
  for (const branch of branches) {
    if (best === undefined || branch.length < best.length) best = branch;
  }
  return best === undefined || best.length === 0 ? undefined : best;
}

function issueAt(
  kind: { readonly file: string; readonly code: string },
  source: YamlText,
  path: readonly PropertyKey[],
  message: string,
): Issue {
  const value = valueAt(source.data, path);
  const line = source.lineOf(path);
  return {
    code: kind.code,
    path: `${kind.file}:${line} ${path.map(String).join('.')}`.trimEnd(),
    message: value === undefined ? message : `${message} (${JSON.stringify(value)})`,
    remedy: 'write what the documentation of the file allows here',
  };
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return typeof value === 'object' ? undefined : value;
}
