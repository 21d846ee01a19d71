import type { Input } from '@plant47/contract/sealed';
import { keyOfSeed, TICKS_PER_SECOND } from '@plant47/simulator';
import { describe, expect, it } from 'vitest';
import { readPlant } from '../runner/plant-file.js';
import { type IsolableFault, isolableFrom } from './isolable.js';
import { observableFrom } from './observable.js';

const HOUR_S = 3600;
const ONSET_S = 48 * HOUR_S;
const sampling = {
  scalars_s: 600,
  scan: { samples: 8192, fs_hz: 25_600, every_s: 3600 },
  line: { samples: 65_536, fs_hz: 12_800, every_s: 21_600 },
};

function runOf(component: string, fault: string, severity: number, ramp_s: number) {
  const command = { type: 'fault', id: 'f', asset: 'motor-47', component, fault, ramp_s } as const;
  const input: Input = {
    tick: ONSET_S * TICKS_PER_SECOND,
    source: 'scenario',
    seq: 0,
    command: { ...command, severity },
  };
  return {
    plant: readPlant('waterworks').value,
    key: keyOfSeed(5),
    sampling,
    inputs: [input],
    until_s: 120 * HOUR_S,
    only: ['motor-47'],
  };
}

function faultOf(component: string, mode: string, accepted: readonly string[]): IsolableFault {
  const acceptedDiagnoses = accepted.map((fault) => ({
    fault,
    credit: 1,
    from_s: 0,
    components: [component],
  }));
  return { id: 'f', asset: 'motor-47', component, mode, acceptedDiagnoses };
}

describe('isolable-from', () => {
  it('comes with or after observable-from: a bearing that runs dry', () => {
    const run = runOf('bearing-de', 'bearing.starvation', 1, 240 * HOUR_S);
    const seen_s = observableFrom(run, 'f') ?? Number.NaN;
    const { isolable_s } = isolableFrom(
      run,
      faultOf('bearing-de', 'bearing.starvation', ['bearing.starvation']),
    );
    expect(seen_s).toBeGreaterThan(ONSET_S);
    expect(isolable_s).toBeGreaterThanOrEqual(seen_s - 2 * HOUR_S);
    expect(isolable_s).toBeLessThan(ONSET_S + 24 * HOUR_S);
  }, 60_000);

  it('is never where a rival looks the same whatever its severity', () => {
    // The rival of a fault that nothing accepts is the fault itself, at another severity.
    const run = runOf('pump', 'pump.impeller-wear', 0.4, 0);
    const itself = faultOf('pump', 'nothing', []);
    const { isolable_s, last } = isolableFrom(run, itself);
    expect(isolable_s).toBeNull();
    expect(last).toEqual({ component: 'pump', fault: 'pump.impeller-wear' });
  }, 60_000);
});
