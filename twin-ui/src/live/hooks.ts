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

/** Shortest time between two requests of one panel, ms of wall time. */
const ASK_MS = 2_000;

/** Asks the plant again when `step_s` of simulated time have passed, but not more often than a
 *  page should; starts anew with another key. */
function useAsked<T>(
  key: string | undefined,
  step_s: number,
  ask: () => Promise<T>,
): T | undefined {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly value: T }>();
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (key === undefined) return;
    let wanted = true;
    let busy = false;
    let asked = Number.NEGATIVE_INFINITY;
    const turn = () => {
      if (busy || frames.simTs === 0 || Math.abs(frames.simTs - asked) < step_s * 1000) return;
      asked = frames.simTs;
      busy = true;
      const settle = (value?: T) => {
        busy = false;
        if (wanted && value !== undefined) setAnswer({ key, value });
      };
      latest.current().then(settle, () => settle());
    };
    turn();
    const first = setTimeout(turn, 300);
    const timer = setInterval(turn, ASK_MS);
    return () => {
      wanted = false;
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [key, step_s]);
  return answer && answer.key === key ? answer.value : undefined;
}

/** Hours of trend that panels show. */
export const TREND_SPAN_H = 72;
/** Simulated time after which a trend or a burst is asked for again, s. */
const TREND_STEP_S = 7_200;
const BURST_STEP_S = 1_800;
const NOTHING: Trend = { simTs: [], values: [] };

/** The last days of a point as the plant remembers them, with the newest scans behind. */
export function useTrend(point: string): Trend {
  const run = useTwin((state) => state.manifest?.run);
  useFrames();
  const past = useAsked(run && `${run} ${point}`, TREND_STEP_S, () => {
    const epoch = useTwin.getState().manifest?.epoch ?? 0;
    const from = Math.max(epoch, frames.simTs - TREND_SPAN_H * 3_600_000);
    return api.trend(point, from, TREND_POINTS);
  });
  return withRecent(past ?? NOTHING, point);
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
  const run = useTwin((state) => state.manifest?.run);
  const key = run && point && `${run} ${point}`;
  return useAsked(key, BURST_STEP_S, () => api.burst(point ?? ''));
}
