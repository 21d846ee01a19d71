/** What scenario files write: durations, drawn values, choices of names. */
import { z } from 'zod';
import { parseDuration } from '../duration.js';

/** Longest duration that a file may state, s: a hundred years. */
export const LONGEST_S = 36_500 * 86_400;

const PATTERN = '^\\d+(\\.\\d+)? ?(ms|s|min|h|d)$';

function seconds(text: string, context: z.RefinementCtx): number {
  const value = parseDuration(text);
  if (value !== undefined && value <= LONGEST_S) return value;
  context.addIssue({
    code: 'custom',
    message:
      value === undefined
        ? `"${text}" is not a duration such as 90s, 10min, 24h, 30d`
        : `"${text}" is longer than a hundred years`,
  });
  return z.NEVER;
}

/** A duration such as `10min`, zero allowed; parsed to seconds. */
export const duration = z
  .string()
  .meta({ pattern: PATTERN, examples: ['90s', '10min', '24h', '30d'] })
  .transform(seconds);

/** A duration above zero. */
export const span = z
  .string()
  .meta({ pattern: PATTERN, examples: ['90s', '10min', '24h', '30d'] })
  .transform((text, context) => {
    const value = seconds(text, context);
    if (value > 0) return value;
    if (value === 0) context.addIssue({ code: 'custom', message: `"${text}" must be above zero` });
    return z.NEVER;
  });

/** One value, or two between which the run's key draws one evenly. */
export const drawn = <T extends z.ZodType>(value: T) => z.union([value, z.tuple([value, value])]);
/** A number of a file that may have been left to the key. */
export type Drawn = number | readonly [number, number];

/** One name, or several of which the run's key draws one. */
export const oneOf = z.union([z.string(), z.array(z.string()).min(1).max(1000)]);
