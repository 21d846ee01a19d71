/** The engine with one faculty taken away, to show that each is needed. */
import { type AlarmClaim, type Claim, isFaultId, type Manifest } from '@plant47/contract';
import { createCore, type Engine } from '../core.js';

/** Says nothing. */
export function createOff(): Engine {
  return {
    data() {},
    burst() {},
    operator() {},
    barrier: () => [],
    snapshot: () => null,
    restore() {},
  };
}

/** Raises an alarm on every bearing as soon as learning ends, and never clears it. */
export function createAlwaysOn(manifest: Manifest): Engine {
  let state = { said: false, seq: 0 };
  return {
    ...createOff(),
    barrier(simTs) {
      if (state.said || simTs < manifest.learningUntil) return [];
      state.said = true;
      return manifest.assets.flatMap(({ asset, bearings }) =>
        bearings.map(
          ({ component }): AlarmClaim => ({
            schema: 'alarm/1',
            run: manifest.run,
            seq: state.seq++,
            dataTs: simTs,
            asset,
            alarmId: `${asset}.${component}#1`,
            state: 'raised',
            priority: 1,
            component,
            hypotheses: [{ fault: 'bearing.outer-race', p: 0.9 }],
          }),
        ),
      );
    },
    snapshot: () => ({ ...state }),
    restore(snapshot) {
      state = { ...(snapshot as typeof state) };
    },
  };
}

/** The full engine with its claims altered on the way out. */
function altered(manifest: Manifest, alter: (claim: Claim) => Claim): Engine {
  const core = createCore(manifest);
  return {
    data: (message, asset, device) => core.data(message, asset, device),
    burst: (burst, pointId) => core.burst(burst, pointId),
    operator: (message) => core.operator(message),
    barrier: (simTs) => core.barrier(simTs).map(alter),
    snapshot: () => core.snapshot(),
    restore: (snapshot) => core.restore(snapshot),
  };
}

/** Names, in place of each fault, the one five places on among the claimable. */
export function createShuffled(manifest: Manifest): Engine {
  const list = manifest.claimable;
  const other = (fault: string): string => {
    const at = isFaultId(fault) ? list.indexOf(fault) : -1;
    return at < 0 ? fault : list[(at + 5) % list.length]!;
  };
  return altered(manifest, (claim) =>
    claim.schema === 'alarm/1'
      ? {
          ...claim,
          hypotheses: claim.hypotheses.map(({ fault, p }) => ({ fault: other(fault), p })),
        }
      : claim,
  );
}

/** Says the same remaining life every time: a month, give or take a week. */
export function createConstantLife(manifest: Manifest): Engine {
  const quantiles = [
    [0.1, 23],
    [0.5, 30],
    [0.9, 37],
  ].map(([q, days]) => ({ q: q!, s: days! * 86_400 }));
  return altered(manifest, (claim) =>
    claim.schema === 'rul/1' ? { ...claim, status: 'ok', quantiles } : claim,
  );
}
