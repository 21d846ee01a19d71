/** Follows the clients of a running plant for the requirements that judge them. */
import {
  type Device,
  MODES,
  type PlantHost,
  scalarPoints,
  type WireEntry,
  type WireLog,
} from '@plant47/simulator';
import { ClientCourse, type Instant } from '../referee/client-course.js';

export interface ClientWatch {
  readonly course: ClientCourse;
  /** Both clocks now. */
  readonly now: () => Instant;
  /** Both clocks at the last scan. */
  readonly last: () => Instant;
  readonly stop: () => void;
}

/** Begins to watch; what went over the wire before is read from the log. */
export function watchClients(host: PlantHost, log: WireLog): ClientWatch {
  const { devices } = host.session.plant.model;
  const ports: number[] = [];
  for (const { gateway, port } of host.addresses.modbus) ports[gateway] = port;
  const course = new ClientCourse({ devices, ports, mode: (device) => modeOf(host, device) });
  const now = (): Instant => ({
    wallTs: performance.timeOrigin + performance.now(),
    simTs: host.session.clock.simTs,
  });
  for (const entry of log.entries()) course.take(entry);
  let last = now();
  const scanned = (): void => {
    last = now();
    course.quality(last, badPoints(host));
  };
  const stops = [
    log.onEntry((entry: WireEntry) => course.take(entry)),
    host.on(({ type }) => type === 'scan' && scanned()),
  ];
  const stop = (): void => {
    for (const one of stops) one();
  };
  return { course, now, last: () => last, stop };
}

function modeOf(host: PlantHost, { train }: Device): string {
  return MODES[host.session.state.train.mode[train] ?? 0] ?? 'off';
}

function badPoints(host: PlantHost) {
  return host.session.lastScans().flatMap(({ device, values, quality }) =>
    scalarPoints(device)
      .filter((_, i) => quality[i] === 0 || Number.isNaN(values[i]))
      .map(({ id, tag }) => ({ device, point: id, tag })),
  );
}
