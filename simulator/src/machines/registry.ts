/** Every machine kind on board: one line a kind. */

import { centrifugalPump } from './centrifugal-pump.js';
import { coupledTrain } from './coupled-train.js';
import { inductionMotor } from './induction-motor.js';
import type { AnyKind } from './kind.js';
import { rollingBearing } from './rolling-bearing.js';

/** Kinds in the order in which they act. */
export const KINDS: readonly AnyKind[] = [
  coupledTrain,
  inductionMotor,
  rollingBearing,
  centrifugalPump,
];
