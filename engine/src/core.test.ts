import type { AlarmClaim, Claim, Manifest, RulClaim } from '@plant47/contract';
import { describe, expect, it } from 'vitest';
import type { Engine } from './core.js';
import {
  type FakeFault,
  fakeBurst,
  fakeManifest,
  fakeMessage,
  fakeReadings,
  gaussian,
} from './fake-train.cases.js';
import { createEngine } from './variants/select.js';

interface Feed {
  readonly manifest: Manifest;
  readonly faults: Readonly<Record<string, FakeFault>>;
  readonly days: number;
  /** Hours between long bursts; none where absent. */
  readonly bursts_h?: number;
}

/** Feeds hours [from, to) of ten-minute scans; every draw belongs to its hour and train. */
function feed(engine: Engine, run: Feed, from_h: number, to_h: number): Claim[] {
  const claims: Claim[] = [];
  const { manifest, faults } = run;
  for (let bin = from_h * 6; bin < to_h * 6; bin++) {
    const hour = bin / 6;
    manifest.assets.forEach(({ asset }, i) => {
      const g = gaussian(1 + bin * 7919 + i * 104_729);
      const fault = faults[asset] ?? {};
      const readings = fakeReadings(hour, fault, g);
      for (const device of ['process', 'energy', 'vibration']) {
        engine.data(fakeMessage(asset, device, hour, readings), asset, device);
      }
      if (run.bursts_h && (bin + 6 * i) % (6 * run.bursts_h) === 0) {
        engine.burst(fakeBurst(hour, fault.spall?.(hour) ?? 0, g), `${asset}.bearing-de.vibration`);
      }
    });
    claims.push(...engine.barrier(manifest.epoch + bin * 600_000));
  }
  return claims;
}

function runAll(run: Feed): Claim[] {
  return feed(createEngine(run.manifest), run, 0, run.days * 24);
}

const alarms = (claims: readonly Claim[]): AlarmClaim[] =>
  claims.filter((claim): claim is AlarmClaim => claim.schema === 'alarm/1');
const lives = (claims: readonly Claim[]): RulClaim[] =>
  claims.filter((claim): claim is RulClaim => claim.schema === 'rul/1');
const hourOf = (manifest: Manifest, claim: Claim): number =>
  (claim.dataTs - manifest.epoch) / 3_600_000;

const ONE = fakeManifest(['pump-a']);
const after = (start_h: number, f: (h: number) => number) => (hour: number) =>
  hour < start_h ? 0 : f(hour - start_h);

describe('the engine on made-up trends', () => {
  it('says nothing of a healthy train in 30 days', () => {
    expect(runAll({ manifest: ONE, faults: {}, days: 30, bursts_h: 12 })).toEqual([]);
  });

  it('finds a bearing that warms by 1.5 K a day, and says so in words with numbers', () => {
    const heat = after(288, (h) => (1.5 * h) / 24);
    const said = alarms(
      runAll({ manifest: ONE, faults: { 'pump-a': { heat_K: heat } }, days: 20 }),
    );
    expect(said[0]).toMatchObject({ state: 'raised', component: 'bearing-de' });
    expect(said[0]?.hypotheses[0]?.fault).toBe('bearing.starvation');
    expect(hourOf(ONE, said[0]!)).toBeLessThan(288 + 120);
    expect(said[0]?.text).toMatch(/motor bearing DE \d+\.\d K above its model/);
  });

  it('calls a step of 6 K a sensor fault within 12 h, and no machine fault', () => {
    const step = after(290, () => 6);
    const said = alarms(
      runAll({ manifest: ONE, faults: { 'pump-a': { sensor_K: step } }, days: 16 }),
    );
    expect(said[0]?.hypotheses[0]?.fault).toBe('sensor.bias');
    expect(hourOf(ONE, said[0]!) - 290).toBeLessThan(12);
    for (const { hypotheses } of said) expect(hypotheses[0]?.fault).toBe('sensor.bias');
  });

  it('lets a grease surge pass: no alarm stands for a day', () => {
    const surge = after(290, (h) => 7 * (1 - Math.exp(-h)) * Math.exp(-h / 8));
    const said = alarms(
      runAll({ manifest: ONE, faults: { 'pump-a': { heat_K: surge } }, days: 16 }),
    );
    const raised = said.filter((claim) => claim.state === 'raised');
    const cleared = said.filter((claim) => claim.state === 'cleared');
    expect(cleared.length).toBe(raised.length);
    raised.forEach((claim, i) => {
      expect((cleared[i]!.dataTs - claim.dataTs) / 3_600_000).toBeLessThan(24);
    });
  });

  it('names clogged strainer, hot winding and unbalanced supply by their own signals', () => {
    const faults: [FakeFault, string, string][] = [
      [{ suction_bar: after(288, () => 0.15) }, 'pump.strainer-clog', 'pump'],
      [{ winding_K: after(288, () => 15) }, 'motor.blocked-cooling', 'motor'],
      [{ volts: after(288, () => 8) }, 'motor.supply-unbalance', 'motor'],
    ];
    for (const [fault, name, component] of faults) {
      const said = alarms(runAll({ manifest: ONE, faults: { 'pump-a': fault }, days: 15 }));
      expect(said[0]).toMatchObject({ component });
      expect(said[0]?.hypotheses[0]?.fault).toBe(name);
    }
  });

  it('follows a growing spall to its end: race, hours left, quantiles in order', () => {
    const failure_h = 288 + 400;
    // Impulse ∝ area^.6 and dD/dt ∝ D^1.5: amplitude ∝ (pole − t)^−1.2; the pole is 15 h late.
    const spall = after(288, (h) => 1.6 * (72 / (415 - h)) ** 1.2);
    const run = { manifest: ONE, faults: { 'pump-a': { spall } }, days: 28, bursts_h: 12 };
    const claims = runAll(run);
    const first = alarms(claims)[0]!;
    expect(first.hypotheses[0]?.fault).toBe('bearing.outer-race');
    expect(failure_h - hourOf(ONE, first)).toBeGreaterThan(72);
    const at72 = lives(claims).filter((c) => hourOf(ONE, c) <= failure_h - 72);
    const { quantiles } = at72.at(-1)!;
    const median = quantiles.find(({ q }) => q === 0.5)!.s / 3600;
    expect(Math.abs(median / 72 - 1)).toBeLessThan(0.5);
    const list = quantiles.map(({ s }) => s);
    expect([...list].sort((a, b) => a - b)).toEqual(list);
  });
});

describe('two machines on one floor', () => {
  it('lays a knock at the door of the louder one, and of it alone', () => {
    const loud = after(288, (h) => 1.2 + h / 60);
    const run: Feed = {
      manifest: fakeManifest(['pump-a', 'pump-b'], 3),
      faults: { 'pump-a': { spall: (h) => 0.3 * loud(h) }, 'pump-b': { spall: loud } },
      days: 16,
      bursts_h: 12,
    };
    const said = alarms(runAll(run));
    expect(said.length).toBeGreaterThan(0);
    expect(new Set(said.map(({ asset }) => asset))).toEqual(new Set(['pump-b']));
  });
});

const RUN: Feed = {
  manifest: fakeManifest(['pump-a', 'pump-b']),
  faults: { 'pump-b': { heat_K: after(250, (h) => h / 12), spall: after(250, (h) => h / 60) } },
  days: 15,
  bursts_h: 24,
};

describe('repeatability', () => {
  it('gives the same claims after a snapshot and a restore, byte for byte', () => {
    const whole = runAll(RUN);
    expect(whole.length).toBeGreaterThan(0);
    const first = createEngine(RUN.manifest);
    const before = feed(first, RUN, 0, 12 * 24 + 5);
    const second = createEngine(RUN.manifest);
    second.restore(first.snapshot());
    const rest = feed(second, RUN, 12 * 24 + 5, RUN.days * 24);
    expect(JSON.stringify([...before, ...rest])).toBe(JSON.stringify(whole));
  });

  it('changes nothing but names when every train is renamed', () => {
    const renamed: Feed = {
      ...RUN,
      manifest: fakeManifest(['zz-9', 'aa-1']),
      faults: { 'aa-1': RUN.faults['pump-b']! },
    };
    const text = JSON.stringify(runAll(renamed)).replaceAll('zz-9', 'pump-a');
    expect(text.replaceAll('aa-1', 'pump-b')).toBe(JSON.stringify(runAll(RUN)));
  });
});
