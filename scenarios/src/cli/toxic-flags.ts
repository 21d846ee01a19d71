/** Toxics as flags write them: `latency delay=200ms`, checked against the table. */
import { TOXICS, type ToxicDeclaration, type ToxicSpec, toxicSpec } from '@plant47/contract/sealed';
import type { FlagReader } from './arguments.js';

/** What a toxic is aimed at, as flags. */
export interface AimFlags {
  readonly asset?: string;
  readonly device?: string;
  readonly point?: string;
  readonly gateway?: string;
  readonly unit?: string;
  readonly fc?: string;
  readonly addresses?: string;
  readonly client?: string;
  readonly topic?: string;
}

/** The declaration of a toxic; undefined, with an issue, where there is none. */
export function declaredToxic(reader: FlagReader, id: string): ToxicDeclaration | undefined {
  const found = TOXICS.find((one) => one.id === id);
  if (found) return found;
  const known = TOXICS.map((one) => one.id).join(', ');
  return reader.fail('E_TOXIC', 'toxic', `there is no such toxic (${id})`, `take one of ${known}`);
}

/** Parameters `name=value` as a file would have them: numbers as numbers, durations as text. */
export function paramsOf(
  reader: FlagReader,
  toxic: ToxicDeclaration,
  settings: readonly string[],
): Record<string, number | string> {
  const params: Record<string, number | string> = {};
  for (const setting of settings) {
    const at = setting.indexOf('=');
    const name = setting.slice(0, Math.max(0, at));
    const value = setting.slice(at + 1);
    const param = toxic.params.find((one) => one.name === name);
    if (!param) {
      const names = toxic.params.map((one) => `${one.name}=…`).join(', ');
      const known = names === '' ? `${toxic.id} takes none` : `write ${names}`;
      reader.fail('E_TOXIC', setting, `${toxic.id} has no such parameter (${name})`, known);
      continue;
    }
    const isNumber = param.kind === 'number' || param.kind === 'integer';
    params[name] = isNumber && value !== '' ? Number(value) : value;
  }
  return params;
}

/** The target's flags as a file would have them. */
export function aimOf(reader: FlagReader, flags: AimFlags): Record<string, unknown> {
  const aim: Record<string, unknown> = {};
  for (const name of ['asset', 'device', 'point', 'client', 'topic'] as const) {
    if (flags[name] !== undefined) aim[name] = flags[name];
  }
  for (const [name, most] of [
    ['gateway', 1000],
    ['unit', 255],
    ['fc', 127],
  ] as const) {
    const value = reader.integer(`--${name}`, flags[name], 0, most);
    if (value !== undefined) aim[name] = value;
  }
  if (flags.addresses !== undefined) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(flags.addresses);
    if (match) aim['addresses'] = [Number(match[1]), Number(match[2] ?? match[1])];
    else {
      const message = `these are no wire addresses (${flags.addresses})`;
      reader.fail('E_TOXIC', '--addresses', message, 'write 8 or 8-27');
    }
  }
  return aim;
}

/** `latency delay=200ms jitter=50ms` as a checked toxic; undefined where something is wrong. */
export function toxicOfText(reader: FlagReader, text: string): ToxicSpec | undefined {
  const [id = '', ...settings] = text.trim().split(/[\s,]+/);
  const declared = declaredToxic(reader, id);
  if (!declared) return undefined;
  const parsed = toxicSpec.safeParse({ toxic: id, ...paramsOf(reader, declared, settings) });
  if (parsed.success) return parsed.data as ToxicSpec;
  for (const { path, message } of parsed.error.issues) {
    const remedy = 'see docs/toxics.md';
    reader.fail('E_TOXIC', `--toxic ${[id, ...path].join('.')}`, message, remedy);
  }
  return undefined;
}
