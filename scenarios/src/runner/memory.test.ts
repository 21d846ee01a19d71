import { describe, expect, it } from 'vitest';
import { readScenario } from './library.js';
import { runInMemory } from './memory.js';
import { readPlant } from './plant-file.js';

const plant = readPlant('waterworks').value;
const fatigue = readScenario('motor-47-fatigue').value;
/** Two hours, without learning: enough for every message to cross the codecs. */
const short = { ...fatigue, duration: 7200, learning: 3600, timeline: [] };

describe('run in memory', () => {
  it('gives the same claims, report and hash twice', () => {
    const once = () => runInMemory({ scenario: short, plant, seed: 3, only: ['motor-47'] });
    const [a, b] = [once(), once()];
    expect(JSON.stringify(a.graded)).toBe(JSON.stringify(b.graded));
    expect(a.hash).toBe(b.hash);
    expect(a.tick).toBe(7200 * 20);
  });

  it('lets several engines listen to one plant, each graded by itself', () => {
    const variants = ['off', 'always-on'] as const;
    const only = ['motor-46', 'motor-47'];
    const { graded } = runInMemory({ scenario: short, plant, seed: 3, only, variants });
    expect(graded.map(({ variant }) => variant)).toEqual(['off', 'always-on']);
    expect(graded[0]?.grade.falseAlarms).toBe(0);
    expect(graded[1]?.grade.falseAlarms).toBeGreaterThan(0);
  });

  it('does not count a run whose fault does not fail', () => {
    const { graded } = runInMemory({
      scenario: { ...fatigue, duration: 7200, timeline: fatigue.timeline.map(early) },
      plant,
      seed: 3,
      only: ['motor-47'],
      variants: ['off'],
    });
    expect(graded[0]?.grade.invalid).toHaveLength(1);
  });
});

const early = <T extends object>(event: T): T => ('at' in event ? { ...event, at: 600 } : event);
