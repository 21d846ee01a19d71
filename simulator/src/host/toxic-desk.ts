/** What an instructor asks of toxics: add, list, remove, and what they did. */
import { randomBytes } from 'node:crypto';
import { type Issue, type Manifest, PlantError, type ToxicView } from '@plant47/contract';
import type { Command, ToxicSpec } from '@plant47/contract/sealed';
import { injectedInto } from '../chaos/bindings/dirty-model.js';
import { hasMixup } from '../chaos/bindings/scan-values.js';
import type { Injection } from '../chaos/injection-log.js';
import { type WireFault, wireFaults } from '../chaos/standing.js';
import { WIRE_LAYERS, type WireChaos } from '../chaos/wire-chaos.js';
import type { Done } from './host.js';
import type { RunSession } from './run-session.js';

/** What the desk needs of its host. */
export interface ToxicHost {
  readonly session: RunSession;
  readonly chaos: WireChaos;
  readonly desk: { done(what: string): Done };
}

/** Entries of the log that one answer holds. */
const MOST_INJECTIONS = 10_000;

type Asked = Extract<Command, { type: 'toxic' }>;

/** Toxics of the present run. */
export class ToxicDesk {
  private readonly host: ToxicHost;
  /** Asked for and taken back by people: at once, not from the next barrier on. */
  private readonly begun = new Set<string>();
  private readonly lifted = new Set<string>();

  constructor(host: ToxicHost) {
    this.host = host;
  }

  /** A new run, or a new barrier: what stands on sockets at `tick`. */
  follow(tick: number): void {
    const layers: readonly string[] = WIRE_LAYERS;
    const standing = this.faults().filter(
      ({ id, declared, since, until }) =>
        layers.includes(declared.layer) &&
        (since <= tick || this.begun.has(id)) &&
        (until === null || (until > tick && !this.lifted.has(id))),
    );
    this.host.chaos.follow(standing);
  }

  begin(): void {
    this.begun.clear();
    this.lifted.clear();
    this.follow(this.host.session.state.tick);
  }

  /** Adds a toxic from now on; throws all that is wrong with what it is aimed at. */
  add(spec: ToxicSpec): Done {
    const { session } = this.host;
    check(spec, session.manifest);
    const { toxic, target, params } = spec;
    const id = `toxic-${randomBytes(4).toString('hex')}`;
    const command: Asked = { type: 'toxic', id, toxic, target, params };
    const input = session.ask('instructor', command);
    if (spec.for !== undefined) {
      const end = session.plant.simTs(input.tick) + 1000 * spec.for;
      session.ask('instructor', { ...command, clear: true }, end);
    }
    this.begun.add(id);
    this.follow(session.state.tick);
    return { ...this.host.desk.done('added'), id, tick: input.tick };
  }

  /** Takes a toxic back; throws E_NO_TOXIC where none of that id stands. */
  remove(id: string): Done {
    const { session } = this.host;
    const now = session.state.tick;
    const found = this.faults().find((one) => one.id === id && isOn(one, now, this.lifted));
    if (!found) {
      throw new PlantError([
        {
          code: 'E_NO_TOXIC',
          path: 'id',
          message: `no toxic of this id stands (${id})`,
          remedy: 'see GET /api/v1/toxics',
        },
      ]);
    }
    const { declared, target, params } = found;
    const command: Asked = { type: 'toxic', id, toxic: declared.id, target, params, clear: true };
    const input = session.ask('instructor', command);
    this.lifted.add(id);
    this.follow(now);
    return { ...this.host.desk.done('removed'), id, tick: input.tick };
  }

  /** Toxics that stand or are still to come. */
  list(): readonly ToxicView[] {
    const now = this.host.session.state.tick;
    return this.all().filter((_, i) => isOn(this.faults()[i]!, now, this.lifted));
  }

  /** Every toxic of the run, as truth has it. */
  all(): readonly ToxicView[] {
    const { plant } = this.host.session;
    return this.faults().map(({ id, declared, target, params, since, until }) => ({
      id,
      toxic: declared.id,
      label: declared.label,
      layer: declared.layer,
      truth: declared.truth,
      target,
      params,
      sinceTs: plant.simTs(since),
      untilTs: until === null ? null : plant.simTs(until),
    }));
  }

  /** What toxics did, bindings first; from an index of each log on. */
  injections(from: number): readonly Injection[] {
    const { chaos, session } = this.host;
    return [...injectedInto(session.plant.model), ...chaos.log.all]
      .filter(({ index }) => index >= from)
      .slice(0, MOST_INJECTIONS);
  }

  private faults(): WireFault[] {
    return wireFaults(this.host.session.plant.queue.all);
  }
}

function isOn({ id, until }: WireFault, tick: number, lifted: ReadonlySet<string>): boolean {
  return (until === null || until > tick) && !lifted.has(id);
}

function check({ toxic, target }: ToxicSpec, manifest: Manifest): void {
  const issues: Issue[] = [];
  const { asset, point } = target;
  const home = manifest.assets.find((one) => one.asset === asset);
  if (asset !== undefined && !home) {
    issues.push({
      code: 'E_UNKNOWN_ASSET',
      path: 'asset',
      message: `there is no such asset (${asset})`,
      remedy: 'see GET /api/v1/plant',
    });
  }
  const all = manifest.assets.flatMap(({ devices }) => devices.flatMap(({ points }) => points));
  const found = all.find(({ id, form }) => id === point && form === 'scalar');
  if (point !== undefined && !found) {
    issues.push({
      code: 'E_UNKNOWN_POINT',
      path: 'point',
      message: `there is no such scalar point (${point})`,
      remedy: 'see GET /api/v1/points',
    });
  } else if (toxic === 'unit-mixup' && found && !hasMixup(found.unit)) {
    issues.push({
      code: 'E_TOXIC_TARGET',
      path: 'point',
      message: `no other unit is taken for that of the point (${found.unit})`,
      remedy: 'aim at a point in degC, m/s2, mm/s, bar, kW, m3/h, kWh or Hz',
    });
  }
  if (issues.length > 0) throw new PlantError(issues);
}
