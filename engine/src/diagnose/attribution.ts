/** Whose lines are these? The loudest of those who show the same pitch is their source. */
import type { Watch } from '../asset.js';
import { standingFamily } from '../detect/comb-detector.js';
import { FAMILIES } from '../features/burst-features.js';

/** Machines further apart than this do not hear each other (judgement). */
const EARSHOT_M = 30;
/** Same defect, same line: pitches agree to this share. */
const SAME = 0.004;
/** So much louder elsewhere, and it is theirs. */
const LOUDER = 1.5;

const distance = (a: readonly [number, number], b: readonly [number, number]): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Loudest amplitude within the last two days of any family at `pitch_hz` at a station. */
function loudness(watch: Watch, station: number, pitch_hz: number, since: number): number {
  let loudest = 0;
  for (const family of FAMILIES) {
    for (const reading of watch.state.stations[station]!.comb.readings[family].slice(-4)) {
      if (reading.simTs < since || reading.z < 3) continue;
      if (Math.abs(reading.pitch_hz / pitch_hz - 1) > SAME) continue;
      loudest = Math.max(loudest, reading.amplitude);
    }
  }
  return loudest;
}

const RECENT_MS = 48 * 3_600_000;

/** True where the standing lines of a station come from somewhere else within earshot. */
export function isForeign(
  watches: readonly Watch[],
  watch: Watch,
  station: number,
  simTs: number,
): boolean {
  const comb = watch.state.stations[station]!.comb;
  const family = standingFamily(comb);
  const own = family && comb.readings[family].at(-1);
  if (!own) return false;
  const since = simTs - RECENT_MS;
  for (const other of watches) {
    const far = distance(other.layout.entry.at, watch.layout.entry.at) > EARSHOT_M;
    if (far || other.layout.entry.site !== watch.layout.entry.site) continue;
    for (let s = 0; s < other.state.stations.length; s++) {
      if (other === watch && s === station) continue;
      if (loudness(other, s, own.pitch_hz, since) > LOUDER * own.amplitude) return true;
    }
  }
  return false;
}
