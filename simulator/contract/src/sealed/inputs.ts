/** Recorded inputs: a run is code version + definition + key + these. */
import type { ToxicParams, ToxicTarget } from './toxics.js';

/** What is asked of the world; applied at a tick boundary in (tick, source, sequence) order. */
export type Command =
  | {
      readonly type: 'fault';
      /** Name of the fault record in truth. */
      readonly id: string;
      readonly asset: string;
      readonly component: string;
      readonly fault: string;
      readonly severity: number;
      /** Seconds over which severity rises linearly from its present value. */
      readonly ramp_s: number;
      /** Multiplier of the fault's growth rate; 1 where absent. */
      readonly growth?: number;
    }
  | {
      readonly type: 'clear';
      readonly asset: string;
      readonly component: string;
      readonly fault: string;
    }
  | {
      readonly type: 'action';
      readonly asset: string;
      readonly component: string;
      /** start, stop, trip, reset, lock, unlock, load, regrease, clean-strainer, replace-bearing … */
      readonly action: string;
      readonly value?: number;
    }
  | {
      readonly type: 'sensor';
      readonly id: string;
      readonly point: string;
      /** sensor.bias, sensor.drift, sensor.stuck. */
      readonly fault: string;
      /** In the point's own unit: offset, or offset a day for drift; ignored for stuck. */
      readonly amount: number;
      readonly clear?: boolean;
    }
  | { readonly type: 'supply'; readonly asset: string; readonly voltage: number }
  /** Demand of a train: times `factor`, or drawn `to` a level (flow over rated flow). */
  | {
      readonly type: 'load';
      readonly asset: string;
      /** By which it is released. */
      readonly name: string;
      readonly factor?: number;
      readonly to?: number;
      readonly ramp_s: number;
    }
  /** Air around a train, K warmer. */
  | {
      readonly type: 'ambient';
      readonly asset: string;
      readonly name: string;
      readonly delta_K: number;
      readonly ramp_s: number;
    }
  /** Lets a change of demand or air go again. */
  | {
      readonly type: 'release';
      readonly asset: string;
      readonly name: string;
      readonly ramp_s: number;
    }
  /** A wire fault begins, or with `clear` ends; the world takes no notice of it. */
  | {
      readonly type: 'toxic';
      readonly id: string;
      /** Id in the table of toxics. */
      readonly toxic: string;
      readonly target: ToxicTarget;
      readonly params: ToxicParams;
      readonly clear?: boolean;
    };

export interface Input {
  readonly tick: number;
  /** scenario, instructor, operator, modbus, mqtt: ties at one tick are applied in this order. */
  readonly source: string;
  readonly seq: number;
  readonly command: Command;
}
