/** Changes of demand and air that a scenario asks for: they rise, stand, and are let go. */
import type { Command } from '@plant47/contract/sealed';
import { LEAST_DEMAND, MOST_DEMAND } from './duty.js';

/** A change asked of a train; times in s since the start. */
export interface Course {
  readonly train: number;
  readonly name: string;
  readonly what: 'factor' | 'to' | 'air';
  /** Factor on demand, demand itself, or K. */
  readonly value: number;
  readonly from_s: number;
  readonly ramp_s: number;
  /** When it was let go and how long it fades; null while it stands. */
  readonly released_s: number | null;
  readonly fade_s: number;
}

type Change = Extract<Command, { type: 'load' | 'ambient' | 'release' }>;

/** Takes a change of a train into the courses. */
export function steer(courses: Course[], train: number, c: Change, now_s: number): void {
  if (c.type === 'release') {
    courses.forEach((course, k) => {
      if (course.train !== train || course.name !== c.name || course.released_s !== null) return;
      courses[k] = { ...course, released_s: now_s, fade_s: c.ramp_s };
    });
    return;
  }
  const { name, ramp_s } = c;
  const asked =
    c.type === 'ambient'
      ? { what: 'air' as const, value: c.delta_K }
      : c.to === undefined
        ? { what: 'factor' as const, value: c.factor ?? 1 }
        : { what: 'to' as const, value: c.to };
  courses.push({ train, name, ...asked, from_s: now_s, ramp_s, released_s: null, fade_s: 0 });
}

/** Share of a course that is in force at t seconds, 0–1. */
function force({ from_s, ramp_s, released_s, fade_s }: Course, t: number): number {
  const end = released_s !== null && t > released_s ? released_s : t;
  const risen = end < from_s ? 0 : ramp_s > 0 ? Math.min((end - from_s) / ramp_s, 1) : 1;
  if (end === t) return risen;
  return fade_s > 0 ? risen * Math.max(0, 1 - (t - end) / fade_s) : 0;
}

/** Demand of train k at t seconds, u where nothing is asked of it. */
export function demandUnder(courses: readonly Course[], k: number, u: number, t: number): number {
  let demand = u;
  for (const course of courses) {
    if (course.train !== k || course.what === 'air') continue;
    const share = force(course, t);
    demand *= course.what === 'factor' ? 1 + share * (course.value - 1) : 1 - share;
    if (course.what === 'to') demand += share * course.value;
  }
  return Math.max(LEAST_DEMAND, Math.min(demand, MOST_DEMAND));
}

/** How much warmer the air of train k is at t seconds, K. */
export function warmerBy(courses: readonly Course[], k: number, t: number): number {
  let sum = 0;
  for (const course of courses) {
    if (course.train === k && course.what === 'air') sum += course.value * force(course, t);
  }
  return sum;
}
