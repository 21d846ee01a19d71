/** Whom a toxic means, and what it does to an answer or a line. */
import type { Device } from '../devices/device.js';
import { type Stream, uniform } from '../physics/random.js';
import type { LineFaults } from './line.js';
import type { Standing } from './standing.js';

/** A request as the endpoints tell of it. */
export interface Request {
  readonly gateway: number;
  readonly client: string;
  readonly unit: number;
  readonly fc: number;
  readonly address: number;
  readonly count: number;
  readonly device: Device | undefined;
}

/** What becomes of an answer; the endpoints say what each field means. */
export interface Spoil {
  exception?: number;
  silent?: boolean;
  ignored?: boolean;
  stale?: 'all' | 'half';
  transaction?: number;
  unit?: number;
  flip?: number;
  cut?: number;
  twice?: boolean;
  delay_ms?: number;
}

/** A connection as toxics are aimed at it. */
export interface Connected {
  readonly on: 'modbus' | 'mqtt';
  readonly gateway: number | undefined;
  /** `address:port`, `address`, and the MQTT id once it is known. */
  readonly names: string[];
}

/** A delay beyond this would count as none for setTimeout. */
const LONGEST_MS = 86_400_000;

/** Does a target's client mean one of these names? A `*` at its end stands for any rest. */
export function meansClient(wanted: string | undefined, names: readonly string[]): boolean {
  if (wanted === undefined) return true;
  if (!wanted.endsWith('*')) return names.includes(wanted);
  return names.some((name) => name.startsWith(wanted.slice(0, -1)));
}

/** Is a request among what a toxic is aimed at? */
export function aimsAtRequest({ declared, target }: Standing, request: Request): boolean {
  if (declared.layer !== 'endpoint' || !declared.on.includes('modbus')) return false;
  const { asset, device, gateway, unit, fc, addresses, client } = target;
  if (asset !== undefined && asset !== request.device?.asset) return false;
  if (device !== undefined && device !== request.device?.device) return false;
  if (gateway !== undefined && gateway !== request.gateway) return false;
  if (unit !== undefined && unit !== request.unit) return false;
  if (fc !== undefined && fc !== request.fc) return false;
  if (declared.id === 'write-ignored' && ![5, 6, 15, 16].includes(request.fc)) return false;
  if (addresses) {
    const last = request.address + request.count - 1;
    if (last < addresses[0] || request.address > addresses[1]) return false;
  }
  return meansClient(client, [request.client, request.client.replace(/:\d+$/, '')]);
}

/** Is a connection? */
export function aimsAtLine({ target }: Standing, { gateway, names }: Connected): boolean {
  if (target.gateway !== undefined && target.gateway !== gateway) return false;
  return meansClient(target.client, names);
}

/** Adds what one toxic does to the answer of its n-th request. */
export function spoilBy(spoil: Spoil, toxic: Standing, draws: Stream, n: number): void {
  const { declared, params } = toxic;
  const number = (name: string): number => Number(params[name]);
  switch (declared.id) {
    case 'exception':
      spoil.exception = number('code');
      break;
    case 'slow-answer': {
      const swing = number('jitter') * (2 * uniform(draws, n, 1) - 1);
      const ms = 1000 * Math.max(0, number('delay') + swing);
      spoil.delay_ms = Math.min(LONGEST_MS, (spoil.delay_ms ?? 0) + ms);
      break;
    }
    case 'no-answer':
      spoil.silent = true;
      break;
    case 'wrong-transaction':
      spoil.transaction = 1;
      break;
    case 'wrong-unit':
      spoil.unit = 1;
      break;
    case 'truncated':
      spoil.cut = number('bytes');
      break;
    case 'bit-flip':
      spoil.flip = uniform(draws, n, 2);
      break;
    case 'stale-answer':
      spoil.stale = 'all';
      break;
    case 'torn-read':
      spoil.stale = 'half';
      break;
    case 'duplicate-answer':
      spoil.twice = true;
      break;
    case 'write-ignored':
      spoil.ignored = true;
      break;
    default:
  }
}

/** What one toxic does to a line; undefined where it does nothing to one that stands. */
export function lineFaultsOf({ declared, params }: Standing): Partial<LineFaults> | undefined {
  const number = (name: string): number => Number(params[name]);
  switch (declared.id) {
    case 'latency':
      return { delay_ms: 1000 * number('delay'), jitter_ms: 1000 * number('jitter') };
    case 'bandwidth':
      return { rate: number('rate') };
    case 'slicer':
      return { segment: number('size'), pause_ms: 1000 * number('delay') };
    case 'reset':
      return { reset_ms: Math.min(LONGEST_MS, 1000 * number('after')) };
    case 'hang':
      return { hang: true };
    case 'limit-data':
      return { limit: number('bytes') };
    default:
      return undefined;
  }
}
