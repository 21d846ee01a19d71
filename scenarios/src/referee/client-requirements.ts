/** Verdicts on a client's behaviour, from what the plant saw of it. */
import type { Issue } from '@plant47/contract';
import {
  CLIENT_METRICS,
  type ClientMetric,
  type ClockedLimit,
  parseClocked,
  type Requirement,
} from '@plant47/contract/sealed';
import type { Device } from '@plant47/simulator';
import type { BadValue, ClientCourse, Cut, Instant, Write } from './client-course.js';
import type { Verdict } from './requirements.js';

/** Seconds, or a number of polls or writes; null = it never came; undefined = nothing to measure. */
type Measured = number | null | undefined;

const METRICS: Readonly<
  Record<
    ClientMetric,
    (course: ClientCourse, requirement: Requirement, limit: ClockedLimit, end: Instant) => Measured
  >
> = {
  'poll-interval': (course, requirement, { clock }, end) => {
    const polled = [...course.polls.values()].filter(({ device }) => meant(device, requirement));
    if (polled.length === 0) return null;
    let longest = 0;
    for (const { gapWall_ms, gapSim_ms, last } of polled) {
      const [gap, open] =
        clock === 'wall'
          ? [gapWall_ms, end.wallTs - last.wallTs]
          : [gapSim_ms, end.simTs - last.simTs];
      longest = Math.max(longest, gap, open);
    }
    return longest / 1000;
  },
  'never-writes': (course, requirement) =>
    course.writes.filter((write) => forbidden(write, requirement)).length,
  'recovers-within': (course, _, limit, end) =>
    slowest(
      course.cuts.map((cut) => ({ from: cut, took: cut.recovered, over: undefined })),
      limit,
      end,
    ),
  'flags-bad-quality': (course, requirement, limit, end) =>
    slowest(
      course.bad
        .filter(({ device }) => meant(device, requirement))
        .map((value) => ({ from: value, took: value.flagged, over: value.ended })),
      limit,
      end,
    ),
};

function meant({ asset, device }: Device, requirement: Requirement): boolean {
  if (requirement.asset !== undefined && requirement.asset !== asset) return false;
  return requirement.device === undefined || requirement.device === `${asset}/${device}`;
}

function forbidden(write: Write, requirement: Requirement): boolean {
  const { register } = requirement;
  if (!meant(write.device, requirement)) return false;
  if (requirement.while !== undefined && requirement.while !== write.mode) return false;
  if (register === undefined) return true;
  return placesOf(register, write.device).some(
    ({ table, address }) =>
      table === write.table && address >= write.address && address < write.address + write.count,
  );
}

/** A number is the wire address of a holding register; five digits from `40001` count from one. */
function placesOf(register: number | string, { commands = [] }: Device) {
  const table = 'holding' as const;
  if (typeof register === 'number') return [{ table, address: register }];
  if (/^4\d{4}$/.test(register)) return [{ table, address: Number(register) - 40_001 }];
  return commands.filter(
    ({ label, setpoint, actions = {} }) =>
      label === register ||
      setpoint?.action === register ||
      Object.values(actions).includes(register),
  );
}

interface Reaction {
  readonly from: Cut | BadValue;
  readonly took: Cut['recovered'];
  /** When there was no more to react to. */
  readonly over: Instant | undefined;
}

/** The slowest reaction. One that did not come counts only where it had the time for it. */
function slowest(reactions: readonly Reaction[], limit: ClockedLimit, end: Instant): Measured {
  const { clock, amount } = limit;
  let worst: number | undefined;
  for (const { from, took, over } of reactions) {
    if (!took) {
      const until = over ?? end;
      const had = {
        wall: (until.wallTs - from.wallTs) / 1000,
        sim: (until.simTs - from.simTs) / 1000,
        polls: from.polls,
      }[clock];
      if (had > amount) return null;
      continue;
    }
    const spent = { wall: took.wall_ms / 1000, sim: took.sim_ms / 1000, polls: took.polls }[clock];
    worst = Math.max(worst ?? 0, spent);
  }
  return worst;
}

const NO_LIMIT: ClockedLimit = { clock: 'wall', amount: 0 };

/** The verdicts on the requirements of clients, in their order; `end` is when the run ended. */
export function judgeClient(
  requirements: readonly Requirement[],
  course: ClientCourse,
  end: Instant,
): readonly Verdict[] {
  return requirements
    .filter((requirement) => requirement.of === 'client')
    .map((requirement) => {
      const metric = requirement.metric as ClientMetric;
      const limit = parseClocked(String(requirement.max)) ?? NO_LIMIT;
      const measured = METRICS[metric](course, requirement, limit, end);
      const allowed = metric === 'never-writes' ? 0 : limit.amount;
      return {
        name: requirement.name,
        metric,
        passed: measured === undefined || (measured !== null && measured <= allowed),
        measured: measured === undefined ? 'nothing to measure' : rounded(measured),
        limit: limitText(requirement),
      };
    });
}

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 1000) / 1000;

function limitText({ metric, max, register, while: state }: Requirement): string {
  if (metric !== 'never-writes') return `≤ ${max}`;
  const what = register === undefined ? 'anything' : `register ${register}`;
  return `never ${what}${state === undefined ? '' : ` while ${state}`}`;
}

/** What cannot be judged: E_METRIC, E_LIMIT. */
export function clientIssues(requirement: Requirement, path: string): readonly Issue[] {
  const clocks: readonly string[] | undefined = Object.hasOwn(CLIENT_METRICS, requirement.metric)
    ? CLIENT_METRICS[requirement.metric as ClientMetric].clocks
    : undefined;
  if (clocks === undefined) {
    return [
      {
        code: 'E_METRIC',
        path: `${path}.metric`,
        message: `no such metric of clients (${requirement.metric})`,
        remedy: `write one of ${Object.keys(CLIENT_METRICS).join(', ')}`,
      },
    ];
  }
  if (clocks.length === 0) return [];
  const limit = parseClocked(String(requirement.max ?? ''));
  if (limit && clocks.includes(limit.clock)) return [];
  const message = `not a limit on a clock of this metric (${requirement.max ?? 'none'})`;
  const remedy = `write max: "2s ${clocks[0]}"; the clocks are ${clocks.join(', ')}`;
  return [{ code: 'E_LIMIT', path: `${path}.max`, message, remedy }];
}
