/** What people and programs ask of a running plant: the surface of the control API. */
import { randomBytes } from 'node:crypto';
import type {
  ActionBody,
  ActionEntry,
  AlarmView,
  Burst,
  ClockAnswer,
  ClockVerb,
  ExerciseView,
  FaultEntry,
  InjectBody,
  Manifest,
  OperatorMessage,
  Role,
  RulClaim,
  TruthView,
  TwinFrame,
} from '@plant47/contract';
import { allows, PlantError } from '@plant47/contract';
import type { Command } from '@plant47/contract/sealed';
import { scalarPoints } from '../devices/device.js';
import { decimalsOf } from '../endpoints/mqtt/payload.js';
import type { BoardEvent } from './alarm-board.js';
import { actionsOf, faultsOf } from './declared.js';
import type { Trend } from './history.js';
import type { Done, Host, HostEvent, PointValues, SnapshotEntry, TeamView } from './host.js';
import { actionCommand, faultCommand } from './people.js';
import type { PlantHost } from './plant-host.js';
import { listRuns } from './recorder.js';
import type { ToxicDesk } from './toxic-desk.js';
import { truthView } from './truth-view.js';

/** The host as the API, the twin and the command line see it. */
export class ControlDesk implements Host {
  private readonly host: PlantHost;

  constructor(host: PlantHost) {
    this.host = host;
  }

  get toxics(): ToxicDesk {
    return this.host.toxics;
  }
  get run(): string {
    return this.host.session.run;
  }
  get manifest(): Manifest {
    return this.host.session.manifest;
  }
  get frameIds(): readonly string[] {
    return this.host.session.frameIds;
  }

  clock(): ClockAnswer {
    const { session } = this.host;
    return { ...session.message(), tick: session.tick };
  }

  verb(verb: ClockVerb): Promise<ClockAnswer> {
    return this.host.verb(verb);
  }

  async clockAfter(after: number, timeout_ms: number): Promise<ClockAnswer> {
    const until = Date.now() + timeout_ms;
    const { session } = this.host;
    while (session.completeTo <= after && session.clock.state !== 'end' && Date.now() < until) {
      await session.clock.change(until - Date.now());
    }
    return this.clock();
  }

  done(what: string): Done {
    const { session } = this.host;
    const { simTs } = session.clock;
    return { done: what, simTs, tick: session.state.tick, hash: this.host.hash() };
  }

  faults(): readonly FaultEntry[] {
    return faultsOf(this.host.session.plant.model.world);
  }
  actions(asset: string): readonly ActionEntry[] {
    return actionsOf(this.host.session.plant.model.world, asset);
  }

  inject(body: InjectBody): Done {
    const { session, exercise } = this.host;
    const id = `injected-${randomBytes(4).toString('hex')}`;
    const command = faultCommand(body, this.manifest, this.faults(), id);
    const at = Math.max(body.at ?? 0, session.clock.simTs);
    const input = session.ask('instructor', command, at);
    if (!body.clear) {
      const simTs = session.plant.simTs(input.tick);
      exercise.send({ type: 'injected', asset: body.asset, simTs, text: body.fault });
    }
    const done = this.done(body.clear ? 'cleared' : 'injected');
    return { ...done, ...('id' in command && { id: command.id }), tick: input.tick };
  }

  async act(body: ActionBody): Promise<Done> {
    const { session, exercise } = this.host;
    const { simTs } = session.clock;
    const { asset } = body;
    if (body.action === 'debrief') {
      exercise.send({ type: 'finish', simTs });
      return this.done('debrief');
    }
    if (body.action === 'diagnose') {
      const text = [body.fault ?? 'unknown', body.component].filter(Boolean).join(' on ');
      session.recorder.append('alarms', { simTs, type: 'diagnosed', ...body });
      exercise.send({ type: 'diagnosed', asset, simTs, text });
      return this.done('diagnosed');
    }
    const command = actionCommand(body, this.manifest, this.actions(asset));
    const input = session.ask('operator', command);
    exercise.send({ type: 'action', asset, simTs, text: body.action });
    const component = 'component' in command ? command.component : undefined;
    await this.logbook({
      v: 1,
      simTs,
      type: 'action',
      asset,
      action: body.action,
      ...(component !== undefined && { component }),
    });
    return { ...this.done(body.action), tick: input.tick };
  }

  /** A command from Modbus or MQTT; throws where the plant declares no such action. */
  command(source: 'modbus' | 'mqtt', command: Command): void {
    if (command.type !== 'action') return;
    const { asset, action, component, value } = command;
    const actions = this.actions(asset);
    const places = actions.filter((entry) => entry.action === action);
    // A register names the machine it sits on; a verb of the starter has one place in a train.
    const at = places.length === 1 ? places[0]?.component : component;
    const body = { asset, action, component: at, ...(value !== undefined && { value }) };
    this.host.session.ask(source, actionCommand(body, this.manifest, actions));
  }

  async acknowledge(alarm: string): Promise<AlarmView> {
    const { session, exercise } = this.host;
    const { simTs } = session.clock;
    const view = session.board.acknowledge(alarm, simTs);
    if (!view) {
      throw new PlantError([
        {
          code: 'E_NO_ALARM',
          path: 'alarm',
          message: `no alarm of this id waits for anybody (${alarm})`,
          remedy: 'see GET /api/v1/alarms',
        },
      ]);
    }
    exercise.send({ type: 'acknowledged', asset: view.asset, simTs, text: view.text });
    await this.logbook({
      v: 1,
      simTs,
      type: 'ack',
      alarmId: view.claim.alarmId,
      asset: view.asset,
      component: view.component,
    });
    return view;
  }

  truth(): TruthView {
    const { session, options } = this.host;
    return { ...truthView(session, options.observableTs), wire: this.toxics.all() };
  }
  alarms(): readonly AlarmView[] {
    return this.host.session.board.alarms;
  }
  rul(): readonly RulClaim[] {
    return this.host.session.board.rul;
  }
  exercise(role: Role): ExerciseView {
    return this.host.exercise.view(allows(role, 'instructor'));
  }

  teams(): readonly TeamView[] {
    return this.host.wire.teams();
  }
  hello(team: string, body: unknown): TeamView {
    return this.host.wire.hello(team, body);
  }
  watermark(team: string, simTs: number): TeamView {
    return this.host.wire.watermark(team, simTs);
  }
  claim(team: string, body: unknown): void {
    if (this.claimed(team, 'alarm', body)) return;
    throw new PlantError([
      {
        code: 'E_CLAIM',
        path: 'body',
        message: 'this is neither an alarm/1 nor a rul/1 claim',
        remedy: 'see docs/connecting.md',
      },
    ]);
  }

  /** A claim came in, by MQTT or HTTP; true where it is one. */
  claimed(team: string, kind: 'hello' | 'alarm' | 'rul' | 'done', payload: unknown): boolean {
    if (kind === 'hello') this.host.session.greeted(team);
    if (kind === 'hello' || kind === 'done') return false;
    const taken = this.host.session.claim(team, payload);
    if (taken) this.emit({ type: taken === 'alarm' ? 'alarms' : 'rul' });
    return taken !== undefined;
  }

  /** The world has gone on: faults that the scenario plants begin like injected ones. */
  tookEffect(from: number, to: number): void {
    const { session, exercise } = this.host;
    for (const { tick, source, command } of session.plant.queue.all) {
      if (source !== 'scenario' || tick < from || tick >= to) continue;
      const simTs = session.plant.simTs(tick);
      if (command.type === 'fault') {
        const { asset, fault } = command;
        exercise.send({ type: 'injected', asset, simTs, text: fault });
      } else if (command.type === 'sensor') {
        const [asset = ''] = command.point.split('.');
        exercise.send({ type: 'injected', asset, simTs, text: command.fault });
      }
    }
  }

  /** The alarm list changed. */
  alarmed({ type, alarm }: BoardEvent): void {
    const { exercise } = this.host;
    if (type === 'raised') {
      exercise.send({
        type: 'alarm',
        asset: alarm.asset,
        simTs: alarm.raisedAt,
        text: alarm.text,
      });
    }
    this.emit({ type: 'alarms' });
  }

  /** A burst of `point` goes out with the next barrier; false where there is no such point. */
  askBurst(point: string, plan: 'scan' | 'line'): boolean {
    const { plant } = this.host.session;
    const { scan, line } = plant.model.sampling;
    const due = plant.model.requestBurst(
      point,
      plan === 'scan' ? { name: 'scan', ...scan } : { name: 'line', ...line },
    );
    if (due) plant.askBurst(due);
    return due !== undefined;
  }

  points(asset: string | undefined): PointValues {
    const points: Record<string, [number | null, number]> = {};
    for (const { device, values, quality } of this.host.session.lastScans(asset)) {
      scalarPoints(device).forEach(({ id, resolution }, i) => {
        // As on MQTT: a multiple of the resolution, without the rounding of binary fractions.
        const value = Number(values[i]!.toFixed(decimalsOf(resolution)));
        points[id] = [Number.isNaN(value) ? null : value, quality[i]!];
      });
    }
    return { points };
  }

  trend(point: string, from: number, to: number, limit: number): Trend {
    const trend = this.host.session.history.trend(point, from, to, limit);
    if (trend) return trend;
    throw new PlantError([
      {
        code: 'E_UNKNOWN_POINT',
        path: 'point',
        message: `there is no such scalar point (${point})`,
        remedy: 'see GET /api/v1/points',
      },
    ]);
  }
  lastBurst(point: string, least?: number): Burst | undefined {
    return this.host.session.history.lastBurst(point, least);
  }
  frame(): TwinFrame {
    return this.host.session.frame();
  }

  snapshots(): readonly SnapshotEntry[] {
    return this.host.store.list();
  }
  async snapshot(name: string): Promise<SnapshotEntry> {
    return (await this.host.takeSnapshot(name)).entry;
  }
  restore(name: string): Promise<Done> {
    return this.host.restoreSnapshot(name);
  }
  runs(): readonly string[] {
    return listRuns(this.host.options.stateDir);
  }

  on(listener: (event: HostEvent) => void): () => void {
    return this.host.on(listener);
  }
  private emit(event: HostEvent): void {
    this.host.emit(event);
  }
  private async logbook(message: OperatorMessage): Promise<void> {
    await this.host.turn.take(() => this.host.wire.operator(message));
  }
}
