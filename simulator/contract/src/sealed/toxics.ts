/**
 * Toxics: faults of bindings, endpoints and connections, apart from machines and sensors.
 * One table for scenarios, control API, command line, truth and docs.
 */
import { BINDING_TOXICS } from './binding-toxics.js';
import { WIRE_TOXICS } from './wire-toxics.js';

/**
 * binding: what a device sends, in simulated time, the same whoever listens, with and without
 * sockets. endpoint: how one request or client is answered. connection: how bytes travel.
 */
export type ToxicLayer = 'binding' | 'endpoint' | 'connection';

/** How truth labels it: the transport fails, or values arrive wrongly encoded. */
export type ToxicLabel = 'wire' | 'encoding';

/** What a toxic can be aimed at. Absent = everything of its layer. */
export interface ToxicTarget {
  readonly asset?: string;
  /** vibration, energy or process. */
  readonly device?: string;
  /** `<asset>.<component>.<quantity>`. */
  readonly point?: string;
  readonly gateway?: number;
  /** Modbus unit. */
  readonly unit?: number;
  /** Modbus function code. */
  readonly fc?: number;
  /** First and last wire address, 0-based, that a request must touch. */
  readonly addresses?: readonly [number, number];
  /** MQTT client id, or the `address` or `address:port` of a Modbus client; `*` at the end. */
  readonly client?: string;
  /** MQTT topic filter. */
  readonly topic?: string;
}
export type ToxicAim = keyof ToxicTarget;

interface Named {
  /** Name in files and flags. */
  readonly name: string;
  readonly says: string;
}
/** One parameter. Numbers state their unit; durations are text with a unit, seconds inside. */
export type ToxicParam = Named &
  (
    | {
        readonly kind: 'number' | 'integer';
        readonly unit: string;
        readonly range: readonly [number, number];
        readonly default: number;
      }
    | {
        readonly kind: 'duration';
        readonly unit: 's';
        readonly range: readonly [number, number];
        readonly default: number;
      }
    | { readonly kind: 'choice'; readonly of: readonly string[]; readonly default: string }
    | { readonly kind: 'name'; readonly default: string }
  );

export interface ToxicDeclaration {
  readonly id: string;
  readonly label: string;
  readonly layer: ToxicLayer;
  /** Protocols on which it is seen. */
  readonly on: readonly ('mqtt' | 'modbus')[];
  readonly truth: ToxicLabel;
  /** Keys of the target that it understands. */
  readonly aims: readonly ToxicAim[];
  /** Keys without which it means nothing. */
  readonly needs: readonly ToxicAim[];
  readonly params: readonly ToxicParam[];
  /** What a client sees, in one sentence. */
  readonly says: string;
}

/** Every toxic, bindings first. */
export const TOXICS: readonly ToxicDeclaration[] = [...BINDING_TOXICS, ...WIRE_TOXICS];

/** The declaration of a toxic; undefined where there is none. */
export function toxicOf(id: string): ToxicDeclaration | undefined {
  return TOXICS.find((one) => one.id === id);
}

/** Values of a toxic's parameters by name: durations in s, all of them present. */
export type ToxicParams = Readonly<Record<string, number | string>>;
