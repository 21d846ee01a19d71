/** Waiting for what a client is to do: for simulated time by going on, for wall time by waiting. */
import { type AlarmClaim, PlantError, parseDuration } from '@plant47/contract';
import { type Requirement, requirement } from '@plant47/contract/sealed';
import {
  type ClientWatch,
  clientIssues,
  isRead,
  judgeClient,
  type ModbusRequest,
  type Verdict,
  WireReader,
} from '@plant47/scenarios/testing';
import type { PlantHost, WireLog } from '@plant47/simulator';

export interface ClaimWanted {
  readonly asset: string;
  /** Leading hypothesis of the alarm; any where absent. */
  readonly fault?: string;
  /** `72h sim` or `5s wall`. */
  readonly within: string;
}

export interface PollWanted {
  /** A device as `asset/device`. */
  readonly device?: string;
  /** Modbus unit; any where neither is given. */
  readonly unit?: number;
  /** `10min sim` or `2s wall`. */
  readonly within: string;
}

/** What of a plant is needed here. */
export interface Expecting {
  readonly host: PlantHost;
  readonly wire: WireLog;
  readonly modbus: { readonly units: Readonly<Record<string, number>> };
}

/** Wall time that clients outside lock-step have after the last barrier, ms (judgement). */
const AFTER_MS = 1_000;

interface Limit {
  readonly clock: 'sim' | 'wall';
  readonly seconds: number;
}

function limitOf(text: string): Limit {
  const match = /^(.*\S) (sim|wall)$/.exec(text.trim());
  const seconds = parseDuration(match?.[1] ?? '');
  if (match && seconds !== undefined) return { clock: match[2] as Limit['clock'], seconds };
  const message = `not a duration with its clock (${text})`;
  const remedy = 'write 72h sim, or 2s wall';
  throw new PlantError([{ code: 'E_DURATION', path: 'within', message, remedy }]);
}

const missed = (path: string, message: string): PlantError =>
  new PlantError([{ code: 'E_EXPECTED', path, message, remedy: 'see what is kept of it' }]);

/** Resolves with the first alarm claim that is wanted; rejects with E_EXPECTED. */
export async function claimArrives(plant: Expecting, wanted: ClaimWanted): Promise<AlarmClaim> {
  const { asset, fault, within } = wanted;
  const { host } = plant;
  const found = (): AlarmClaim | undefined => {
    for (const { claim } of host.session.claims) {
      if (claim.schema !== 'alarm/1' || claim.state === 'cleared' || claim.asset !== asset) {
        continue;
      }
      const leading = [...claim.hypotheses].sort((a, b) => b.p - a.p)[0];
      if (fault === undefined || leading?.fault === fault) return claim;
    }
    return undefined;
  };
  const claim = await arrives(plant, limitOf(within), found, (wake) => host.on(wake));
  if (claim) return claim;
  const all = host.session.claims.length;
  const what = fault === undefined ? 'an alarm' : `an alarm of ${fault}`;
  throw missed('claim', `${what} on ${asset} did not come within ${within} (${all} claims did)`);
}

/** Resolves with the first read of the device from now on; rejects with E_EXPECTED. */
export async function pollArrives(plant: Expecting, wanted: PollWanted): Promise<ModbusRequest> {
  const { device, within } = wanted;
  const unit = device === undefined ? wanted.unit : plant.modbus.units[device];
  if (device !== undefined && unit === undefined) {
    const remedy = `take one of ${Object.keys(plant.modbus.units).join(', ')}`;
    const message = `there is no such device (${device})`;
    throw new PlantError([{ code: 'E_UNKNOWN_DEVICE', path: 'device', message, remedy }]);
  }
  const reader = new WireReader();
  let poll: ModbusRequest | undefined;
  let others = 0;
  const found = (): ModbusRequest | undefined => poll;
  const stop = plant.wire.onEntry((entry) => {
    for (const event of reader.take(entry)) {
      if (event.type !== 'request' || !isRead(event)) continue;
      if (unit === undefined || event.unit === unit) poll ??= event;
      else others += 1;
    }
  });
  try {
    const got = await arrives(plant, limitOf(within), found, (wake) => plant.wire.onEntry(wake));
    if (got) return got;
  } finally {
    stop();
  }
  const what = device ?? (unit === undefined ? 'any unit' : `unit ${unit}`);
  throw missed('poll', `nobody read ${what} within ${within} (${others} reads of others)`);
}

/** A requirement on a client, as scenarios write it. */
export type ClientWanted = Omit<Requirement, 'name' | 'of'>;

/** The verdict on the clients up to now; rejects with E_EXPECTED where it is against them. */
export async function clientBehaves(watch: ClientWatch, wanted: ClientWanted): Promise<Verdict> {
  const whole = requirement.parse({ ...wanted, name: wanted.metric, of: 'client' });
  const issues = clientIssues(whole, 'requirement');
  if (issues.length > 0) throw new PlantError(issues);
  const [verdict] = judgeClient([whole], watch.course, watch.now());
  if (verdict?.passed) return verdict;
  const { metric, measured, limit } = verdict ?? {};
  throw missed('client', `${metric}: measured ${measured ?? 'none'}, limit ${limit}`);
}

/** Looks with `found` until there is something, or the limit has passed. */
async function arrives<T>(
  { host }: Expecting,
  { clock, seconds }: Limit,
  found: () => T | undefined,
  listen: (wake: () => void) => () => void,
): Promise<T | undefined> {
  if (clock === 'sim') {
    const until = host.session.clock.simTs + seconds * 1000;
    while (found() === undefined && host.session.clock.simTs < until) {
      const left_s = (until - host.session.clock.simTs) / 1000;
      const step_s = Math.min(left_s, host.session.plant.model.sampling.scalars_s);
      await host.verb({ verb: 'advance', seconds: step_s });
    }
  }
  return within(clock === 'wall' ? seconds * 1000 : AFTER_MS, found, listen);
}

function within<T>(
  limit_ms: number,
  found: () => T | undefined,
  listen: (wake: () => void) => () => void,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      stop();
      resolve(found());
    };
    const timer = setTimeout(finish, limit_ms);
    const stop = listen(() => found() !== undefined && finish());
    if (found() !== undefined) finish();
  });
}
