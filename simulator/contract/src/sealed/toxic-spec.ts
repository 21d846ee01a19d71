/** Toxics as files, API and flags write them: one flat object, checked against the table. */
import { z } from 'zod';
import { parseDuration } from '../duration.js';
import {
  TOXICS,
  type ToxicAim,
  type ToxicDeclaration,
  type ToxicParam,
  type ToxicParams,
  type ToxicTarget,
} from './toxics.js';

/** A toxic that has been checked: what it is aimed at, and every parameter. */
export interface ToxicSpec {
  readonly toxic: string;
  readonly target: ToxicTarget;
  readonly params: ToxicParams;
  /** Simulated time after which it ends, s; absent = when it is removed. */
  readonly for?: number;
}

const DURATION = '^\\d+(\\.\\d+)? ?(ms|s|min|h|d)$';

/** Seconds of a duration; with `signed` it may begin with a minus. */
function seconds(signed: boolean, range?: readonly [number, number]) {
  const pattern = signed ? DURATION.replace('^', '^-?') : DURATION;
  return z
    .string()
    .meta({ pattern })
    .transform((text, context) => {
      const minus = signed && text.startsWith('-');
      const size = parseDuration(minus ? text.slice(1) : text);
      const value = size === undefined ? undefined : minus ? -size : size;
      const fits = value !== undefined && (!range || (value >= range[0] && value <= range[1]));
      if (fits) return value;
      const message =
        value === undefined
          ? `"${text}" is not a duration such as 200ms, 90s, 10min`
          : `${text} is outside ${range?.join(' … ')} s`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    });
}

const AIMS: Readonly<Record<ToxicAim, z.ZodType>> = {
  asset: z.string(),
  device: z.enum(['vibration', 'energy', 'process']),
  point: z.string(),
  gateway: z.number().int().min(0),
  unit: z.number().int().min(0).max(255),
  fc: z.number().int().min(1).max(127),
  addresses: z.tuple([z.number().int().min(0), z.number().int().min(0).max(65_535)]),
  client: z.string().min(1),
  topic: z.string().min(1),
};

function schemaOf(param: ToxicParam): z.ZodType {
  switch (param.kind) {
    case 'choice':
      return z.enum(param.of as [string, ...string[]]);
    case 'name':
      return z.string().regex(/^$|^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/);
    case 'duration':
      return seconds(param.range[0] < 0, param.range);
    default: {
      const number = z.number().min(param.range[0]).max(param.range[1]);
      return param.kind === 'integer' ? number.int() : number;
    }
  }
}

function shapeOf(toxic: ToxicDeclaration): Record<string, z.ZodType> {
  const shape: Record<string, z.ZodType> = {};
  for (const aim of toxic.aims) {
    shape[aim] = toxic.needs.includes(aim) ? AIMS[aim] : AIMS[aim].optional();
  }
  for (const param of toxic.params) {
    shape[param.name] = schemaOf(param).optional().describe(param.says);
  }
  return shape;
}

type Variant = z.ZodObject<{ toxic: z.ZodLiteral<string> }>;

function variants(more: Record<string, z.ZodType>): [Variant, ...Variant[]] {
  return TOXICS.map((toxic) =>
    z.strictObject({
      toxic: z.literal(toxic.id),
      ...more,
      ...shapeOf(toxic),
    }),
  ) as unknown as [Variant, ...Variant[]];
}

/** The flat object sorted: what is aimed at apart from parameters, defaults put in. */
export function sortedToxic(flat: Readonly<Record<string, unknown>>): ToxicSpec {
  const toxic = TOXICS.find(({ id }) => id === flat['toxic'])!;
  const target: Record<string, unknown> = {};
  for (const aim of toxic.aims) if (flat[aim] !== undefined) target[aim] = flat[aim];
  const params: Record<string, number | string> = {};
  for (const param of toxic.params) {
    params[param.name] = (flat[param.name] as number | string | undefined) ?? param.default;
  }
  const length = flat['for'] as number | undefined;
  return { toxic: toxic.id, target, params, ...(length === undefined ? {} : { for: length }) };
}

/** A toxic as a scenario's timeline writes it: with fields of `more` beside it. */
export const toxicWith = (more: Record<string, z.ZodType>) =>
  z.discriminatedUnion('toxic', variants(more));

/** A toxic as it is written, without its times: `{ toxic, asset?, device? …, parameters }`. */
export const toxicSpec = z.discriminatedUnion('toxic', variants({})).transform(sortedToxic);

/** Body of POST /api/v1/toxics: the same with the simulated time `for` which it lasts. */
export const toxicBody = z
  .discriminatedUnion('toxic', variants({ for: seconds(false).optional() }))
  .transform(sortedToxic);
