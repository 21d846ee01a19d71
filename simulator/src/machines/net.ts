/** Connectors of a plant: efforts meet here, and only here do components meet. */
import type { Column } from './kind.js';

/** Rigid shafts. Each component adds torque and its slope dτ/dω; the shaft solves the speed. */
export interface Shafts {
  /** Speed (across), rad/s. */
  readonly omega: Column;
  /** Sum of torques that drive the shaft forward (through), N·m; cleared before each `act`. */
  readonly tau: Column;
  /** dτ/dω of that sum, N·m·s. */
  readonly slope: Column;
  /** Torque that the driven machine takes, N·m. */
  readonly load: Column;
  /** Rotating radial force of unbalance, N. */
  readonly whirl: Column;
  /** Moment of inertia of everything on the shaft, kg·m². */
  readonly J: Column;
  /** Rated torque, N·m. */
  readonly T_N: Column;
}

/** Pipe loops with a check valve. Each component adds head and its slope dH/dQ. */
export interface Pipes {
  /** Flow, m³/s, never negative. */
  readonly Q: Column;
  /** Sum of heads that drive the flow, m. */
  readonly H: Column;
  /** dH/dQ of that sum, s/m². */
  readonly slope: Column;
  /** Inertance L/(g·A), s²/m². */
  readonly I: Column;
}

/** Bodies that take heat: a frame and a bracket a train. Owners write θ, neighbours add heat. */
interface HeatPorts {
  /** Temperature (across), K. */
  readonly theta: Column;
  /** Heat flow into the body (through), W; cleared before each `lose`. */
  readonly flow: Column;
}

/** Three-phase supplies with their contactor, and the air around the train. */
interface Supplies {
  /** Line-to-line voltage of the positive sequence, V. */
  readonly V: Column;
  /** Frequency at the motor's terminals, Hz. */
  readonly f: Column;
  /** 1 where the contactor is closed. */
  readonly on: Column;
  /** 1 where a converter feeds the motor. */
  readonly drive: Column;
  /** Air temperature, K. */
  readonly ambient: Column;
}

export interface Net {
  readonly shaft: Shafts;
  readonly pipe: Pipes;
  readonly heat: HeatPorts;
  readonly supply: Supplies;
}
