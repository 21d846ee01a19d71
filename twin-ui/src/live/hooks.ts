/** React's view of what lies outside of it, at a pace that people can read. */
import type { Burst } from '@plant47/contract';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { api, type Trend } from './api.js';
import { frames } from './frame-store.js';
import { simNow, useTwin } from './twin-store.js';

/** Shortest time between two renders that frames cause, ms. */
const DIGEST_MS = 150;
/** How often the shown clock moves, ms. */
const CLOCK_MS = 200;
/** Points of a trend asked of the plant. */
const TREND_POINTS = 600;

function subscribeDigest(listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = frames.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      listener();
    }, DIGEST_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** Renders again when a newer frame is there, a few times a second at most. */
export function useFrames(): number {
  return useSyncExternalStore(subscribeDigest, () => frames.seq + frames.simTs);
}

/** Simulated time for people, ms; moves with the clock's rate. */
export function useSimTime(): number {
  const [time, setTime] = useState(simNow);
  useEffect(() => {
    const timer = setInterval(() => setTime(simNow()), CLOCK_MS);
    return () => clearInterval(timer);
  }, []);
  return time;
}

/** Minutes of trend that panels show. */
export const TREND_SPAN_H = 72;

/** The last days of a point as the plant remembers them, with the newest scans behind. */
export function useTrend(point: string): Trend {
  const run = useTwin((state) => state.manifest?.run);
  const epoch = useTwin((state) => state.manifest?.epoch ?? 0);
  const [past, setPast] = useState<Trend>({ simTs: [], values: [] });
  const version = useFrames();
  const slot = Math.floor(frames.simTs / 7_200_000);
  useEffect(() => {
    if (run === undefined || frames.simTs === 0 || slot < 0) return;
    let wanted = true;
    const from = Math.max(epoch, frames.simTs - TREND_SPAN_H * 3_600_000);
    api.trend(point, from, TREND_POINTS).then(
      (trend) => wanted && setPast(trend),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [point, run, epoch, slot]);
  return version < 0 ? past : withRecent(past, point);
}

function withRecent(past: Trend, point: string): Trend {
  const recent = frames.recent(point);
  const last = past.simTs.at(-1) ?? Number.NEGATIVE_INFINITY;
  const from = recent.t.findIndex((t) => t > last);
  if (from < 0) return past;
  return {
    simTs: [...past.simTs, ...recent.t.slice(from)],
    values: [...past.values, ...recent.v.slice(from)],
  };
}

/** The last burst of a waveform point, asked for again as simulated time passes. */
export function useBurst(point: string | undefined): Burst | undefined {
  const [burst, setBurst] = useState<Burst>();
  const run = useTwin((state) => state.manifest?.run);
  useFrames();
  const slot = Math.floor(frames.simTs / 1_800_000);
  const wall = useRef(0);
  useEffect(() => {
    if (point === undefined || run === undefined || slot < 0) return;
    let wanted = true;
    // At high rates simulated hours pass in a blink: no more than one request a second of ours.
    const wait = Math.max(0, 1_000 - (performance.now() - wall.current));
    const timer = setTimeout(() => {
      wall.current = performance.now();
      api.burst(point).then(
        (next) => wanted && setBurst(next),
        () => undefined,
      );
    }, wait);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [point, run, slot]);
  return burst;
}
