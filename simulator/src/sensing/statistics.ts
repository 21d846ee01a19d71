/** What a vibration transmitter reports, in closed form: the expectation over its window. */
import type { Excitation, ImpactTrain } from '@plant47/contract/sealed';
import { ZONE_FOURTH, ZONE_SQUARE } from './load-zone.js';
import { LOW_CORNER_HZ, shapedPower } from './noise-shape.js';
import type { energies, Site } from './site.js';

export interface VibrationStatistics {
  /** mm/s rms, 10–1000 Hz (ISO 20816-1). */
  readonly velocity: number;
  /** m/s² rms, 1–10 kHz. */
  readonly acceleration: number;
  /** Fourth moment over squared second, 1–10 kHz; 3 for Gaussian noise. */
  readonly kurtosis: number;
}

const FLOOR_BAND_HZ = 9_000;
const FROM_HZ = 10;
const TO_HZ = 1_000;
const FOUR_PI_2 = 4 * Math.PI * Math.PI;
/** ∫ df/f² over 10–1000 Hz, s. */
const FLAT = 1 / FROM_HZ - 1 / TO_HZ;
/** ∫ df/(f²(1 + (f/f0)²)) there: 1/f falls off, less the arctangents of 5 and 0.05 over f0. */
const LOWER = FLAT - (1.373400766945016 - 0.049958395721942765) / LOW_CORNER_HZ;

/** Mean power of one train's impacts with ∫h² = 1, (m/s²)²/s … per unit of `ring2`. */
function power(train: ImpactTrain): number {
  const zone = train.zone_hz === 0 ? 1 : ZONE_SQUARE;
  const sizes = 1 + train.scatter * train.scatter;
  return train.hz * train.a * train.a * sizes * zone * (1 + train.exit * train.exit);
}

/** Fourth moment of one train's impacts per unit of `ring4`, impacts apart from each other. */
function fourth(train: ImpactTrain): number {
  const zone = train.zone_hz === 0 ? 1 : ZONE_FOURTH;
  const s2 = train.scatter * train.scatter;
  const a2 = train.a * train.a;
  const exit2 = train.exit * train.exit;
  return train.hz * a2 * a2 * (1 + 6 * s2 + 3 * s2 * s2) * zone * (1 + exit2 * exit2);
}

/** Mean squared velocity that impacts leave below the modes: each is a push of a·slow. */
function pushed(train: ImpactTrain, slow: number): number {
  const density = power(train) * slow * slow;
  if (train.pace === 'random') return (2 * density * FLAT) / FOUR_PI_2;
  // Lines at k·hz: Σ 1/k² over those in the band.
  let sum = 0;
  const last = Math.floor(TO_HZ / train.hz);
  for (let k = Math.ceil(FROM_HZ / train.hz); k <= last; k++) sum += 1 / (k * k);
  return ((2 * density) / train.hz / FOUR_PI_2) * sum;
}

/** Expected statistics of an excitation. `site` gives the ring of the undamaged structure. */
export function statisticsOf(site: Site, x: Excitation): VibrationStatistics {
  const { ring2, ring4, slow } = ringOf(site, x);
  let velocity = 0;
  let pickup = 0;
  let flat = 0;
  for (const { hz, a } of x.tones) {
    const p = (a * a) / 2;
    if (hz >= FROM_HZ && hz <= TO_HZ) velocity += p / (FOUR_PI_2 * hz * hz);
    if (hz <= TO_HZ) continue;
    // A sinusoid's fourth moment is 1.5·p², a Gaussian's 3·p².
    pickup += p;
    flat += 1.5 * p * p;
  }
  let m2 = 0;
  let m4 = 0;
  let squares = 0;
  for (const train of x.impacts) {
    const p2 = power(train) * ring2;
    m2 += p2;
    squares += train.pace === 'random' ? 0 : p2 * p2;
    m4 += fourth(train) * ring4;
    velocity += pushed(train, slow);
  }
  // Sums of independent trains; a random one already pairs with itself.
  m4 += 3 * (m2 * m2 - squares);
  const { rms, high, low, depth } = x.noise;
  const swayed = 1 + (depth * depth) / 2;
  const hiss = rms * rms * shapedPower(high, low) * swayed;
  const sigma2 = hiss + pickup;
  const d2 = depth * depth;
  const swell = (1 + 3 * d2 + (3 / 8) * d2 * d2) / (swayed * swayed) - 1;
  const density = (rms * rms * swayed) / FLOOR_BAND_HZ;
  velocity += (density * (FLAT + (2 * low + low * low) * LOWER)) / FOUR_PI_2;
  const total = m2 + sigma2;
  return {
    velocity: 1000 * Math.sqrt(velocity),
    acceleration: Math.sqrt(total),
    kurtosis:
      (m4 + 6 * m2 * sigma2 + 3 * sigma2 * sigma2 + 3 * hiss * hiss * swell - flat) /
      (total * total),
  };
}

/** Ring of the structure: damping widened by the last stage divides its energies. */
function ringOf(site: Site, x: Excitation): ReturnType<typeof energies> {
  if (x.impacts.length === 0) return site;
  const wider = x.modes[0]!.zeta / site.modes[0]!.zeta;
  if (wider === 1) return site;
  return { ring2: site.ring2 / wider, ring4: site.ring4 / wider, slow: site.slow };
}
