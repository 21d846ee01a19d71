/** The process's configuration: one JSON document on standard input. */
import { type Issue, PlantError } from '@plant47/contract';
import { z } from 'zod';
import { VARIANTS } from '../variants/select.js';

const address = z.object({ host: z.string().default('127.0.0.1'), port: z.number().int() });
const login = { user: z.string().optional(), password: z.string().optional() };

const engineConfig = z.looseObject({
  mqtt: address.extend(login),
  modbus: z.array(address.extend({ gateway: z.number().int() })).default([]),
  team: z.string().default('engine'),
  lockstep: z.boolean().default(true),
  /** Folder of its checkpoint, written once a simulated day and on SIGUSR2. */
  stateDir: z.string().optional(),
  /** A checkpoint to go on from, whichever run wrote it. */
  resume: z.string().optional(),
  run: z.string().optional(),
  variant: z.enum(VARIANTS).default('full'),
  threshold_C: z.number().optional(),
});
export type EngineConfig = z.infer<typeof engineConfig>;

/** Parses and checks it; throws a PlantError that lists every mistake. */
export function parseConfig(text: string): EngineConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new PlantError([
      {
        code: 'E_ENGINE_CONFIG',
        path: 'stdin',
        message: 'not JSON',
        remedy: 'give one JSON document {"mqtt":{"host","port"},"team",…}',
      },
    ]);
  }
  const parsed = engineConfig.safeParse(json);
  if (parsed.success) return parsed.data;
  const issues: Issue[] = parsed.error.issues.map((issue) => ({
    code: 'E_ENGINE_CONFIG',
    path: issue.path.join('.') || 'stdin',
    message: issue.message,
    remedy: 'see the engine package’s configuration',
  }));
  throw new PlantError(issues);
}
