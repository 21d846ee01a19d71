/** Off, starting or steady: what may be learnt and judged when. */

export interface OperatingState {
  running: boolean;
  /** Hours since the last start, or since the last stop. */
  hours: number;
}

export function initOperating(): OperatingState {
  return { running: false, hours: 0 };
}

/** One bin on: `running` from the status point or, without one, from speed. */
export function stepOperating(state: OperatingState, running: boolean, bin_h: number): void {
  if (running !== state.running) {
    state.running = running;
    state.hours = 0;
  }
  state.hours += bin_h;
}

/** Temperatures follow load within hours: six of them after a start (judgement, §thermal τ). */
export const THERMAL_SETTLED_H = 6;
/** Hydraulics and vibration are settled within the half hour. */
export const SETTLED_H = 0.5;
