/**
 * Exam worlds: the same plant with laws from families that no analytics can have been tuned on.
 * The variation is a plant definition like any other, so the world that runs is written down whole.
 */
import type { Plant, PlantSettings } from '@plant47/contract/sealed';
import { type Key, type Stream, streamOf, uniform } from '@plant47/simulator';

type Vibration = NonNullable<PlantSettings['vibration']>;
type Train = Plant['areas'][number]['lines'][number]['trains'][number];

/** Growth of a spall: exponential, two milder powers and a steeper one (Paris' law over the
 *  geometries of cracks gives 1 to 2; judgement). The exponent 1.5 of public runs is left out. */
const EXPONENTS = [1, 1.25, 1.75, 2] as const;
/** Spall at its start and at failure, mm², and growth constant and exponent of public runs:
 *  nominal lives stay as they are there. */
const D_0 = 0.2;
const D_F = 100;
const PUBLIC = { C: 5.9335e-3, p: 1.5 };

/** Structures between bearing and sensor: modes of a 15 kW frame (class-typical, judgement). */
const PATHS: readonly (readonly Readonly<Record<'hz' | 'zeta' | 'gain', number>>[])[] = [
  // One heavy resonance.
  [{ hz: 2600, zeta: 0.025, gain: 1.1 }],
  // A damped foot and a high shell mode.
  [
    { hz: 1500, zeta: 0.12, gain: 0.9 },
    { hz: 6200, zeta: 0.03, gain: 0.9 },
  ],
  // Three modes of a ribbed casting.
  [
    { hz: 2300, zeta: 0.04, gain: 0.8 },
    { hz: 4600, zeta: 0.06, gain: 0.9 },
    { hz: 9000, zeta: 0.03, gain: 0.6 },
  ],
];

/** Hours of growth from D_0 to D_F by dD/dt = C·D^p, for C = 1. */
function span(p: number): number {
  return p === 1 ? Math.log(D_F / D_0) : (D_0 ** (1 - p) - D_F ** (1 - p)) / (p - 1);
}

/** The plant of an exam world: growth law, transfer path, slip, floor and load drawn by the key. */
export function examPlant(plant: Plant, key: Key): Plant {
  const draws = streamOf(key, 'exam', 'families');
  const p_s = pick(EXPONENTS, uniform(draws, 0));
  const growth = { p_s, C_ref: (PUBLIC.C * span(p_s)) / span(PUBLIC.p) };
  const types = Object.fromEntries(
    Object.entries(plant.types).map(([id, type]) => [id, grownBy(type, growth)]),
  );
  let place = 0;
  const areas = plant.areas.map((area) => ({
    ...area,
    lines: area.lines.map((line) => ({
      ...line,
      trains: line.trains.map((train) => varied(train, plant, streamOf(key, 'exam', ++place))),
    })),
  }));
  return { ...plant, types, areas };
}

type Type = Plant['types'][string];

function grownBy(type: Type, growth: Readonly<Record<string, number>>): Type {
  const components = Object.entries(type.components ?? {}).map(([id, part]) => [
    id,
    part.kind === 'rolling-bearing' ? { ...part, set: { ...part.set, ...growth } } : part,
  ]);
  return { ...type, components: Object.fromEntries(components) };
}

function varied(train: Train, plant: Plant, draws: Stream): Train {
  const between = (index: number, low: number, high: number): number =>
    low + uniform(draws, index) * (high - low);
  const pitch = between(1, 0.9, 1.1);
  const vibration: Vibration = {
    modes: pick(PATHS, uniform(draws, 0)).map((mode) => ({ ...mode, hz: mode.hz * pitch })),
    // Grease of other age and fill: balls slip more evenly, or far less so (judgement).
    slip: { mean: between(2, 0, 0.012), scatter: between(3, 0.004, 0.03) },
    // Flow and gear noise of the hall: no floor is white (judgement).
    colour: { high: between(4, 0, 0.8), low: between(5, 0, 3) },
  };
  const own = plant.types[train.type]?.duty;
  const duty = {
    daily: clip((own?.daily ?? 0.12) * between(6, 0.4, 1.6), 0.25),
    weekly: clip((own?.weekly ?? 0.06) * between(7, 0.4, 2), 0.15),
    scatter: clip((own?.scatter ?? 0.05) * between(8, 0.5, 1.5), 0.12),
    peak_h: between(9, 6, 20),
  };
  return {
    ...train,
    duty: { ...train.duty, ...duty },
    vibration: { ...train.vibration, ...vibration },
  };
}

const pick = <T>(list: readonly T[], u: number): T => list[Math.floor(u * list.length)] as T;
const clip = (value: number, most: number): number => Math.min(value, most);
