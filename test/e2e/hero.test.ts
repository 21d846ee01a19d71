/** The story whole: real sockets, the engine in its own process, one seed. */
import { expect, it } from 'vitest';
import { plant47 } from '../testkit/index.js';

interface HeroReport {
  readonly passed: boolean;
  readonly hash: string;
  readonly truth: {
    faults: { asset: string; mode: string; observable_h: number; failure_h: number }[];
  };
  readonly detections: {
    asset: string;
    component: string;
    mode: string;
    lead_h: number;
    correct: boolean;
  }[];
  readonly rul: {
    hoursLeft: number;
    status: string;
    p10_h: number;
    p50_h: number;
    p90_h: number;
  }[];
  readonly falseAlarmsPerMachineMonth: number;
}

it('calls the starving bearing of motor 47 at least 72 h before it fails', {
  timeout: 900_000,
}, async () => {
  const done = await plant47(['run', 'motor-47-starvation', '--seed', '1', '--json']);
  expect(done.code, done.stderr.slice(-4000)).toBe(0);
  const report = JSON.parse(done.stdout) as HeroReport;
  const fault = report.truth.faults.find((f) => f.asset === 'motor-47')!;
  const first = report.detections.find((d) => d.asset === 'motor-47')!;
  expect(first.component).toBe('bearing-de');
  expect(first.mode).toBe('bearing.starvation');
  expect(first.correct).toBe(true);
  expect(first.lead_h).toBeGreaterThanOrEqual(72);
  expect(fault.observable_h).toBeLessThan(fault.failure_h);
  const at72 = report.rul.find((r) => r.hoursLeft === 72)!;
  expect(at72.status).toBe('ok');
  expect(Math.abs(at72.p50_h - 72)).toBeLessThanOrEqual(36);
  expect(report.falseAlarmsPerMachineMonth).toBeLessThanOrEqual(0.1);
});
