/** Truth as an instructor sees it on a screen. */
import type { TruthView } from '@plant47/contract';
import type { Input } from '@plant47/contract/sealed';
import { truth } from '../world/truth.js';
import type { RunSession } from './run-session.js';

type FaultRow = TruthView['faults'][number];

/** Faults of machines with their damage at the barrier on the wire, and those of sensors. */
export function truthView(
  session: RunSession,
  observableTs: ((fault: string) => number | null) | undefined,
): TruthView {
  const { plant, state } = session;
  const at = (tick: number | null): number | null => (tick === null ? null : plant.simTs(tick));
  const machines = truth(state).map(
    (fault): FaultRow => ({
      id: fault.id,
      asset: fault.asset,
      component: fault.component,
      mode: fault.fault,
      severity: fault.now,
      physical: fault.physical,
      unit: fault.unit,
      onsetTs: plant.simTs(fault.onset),
      observableTs: observableTs?.(fault.id) ?? null,
      failureTs: at(fault.failure),
      repairTs: at(fault.repair),
    }),
  );
  const sensors = plant.queue.all
    .filter((input) => input.tick <= state.tick)
    .flatMap((input) => sensorFault(input, plant.simTs(input.tick), observableTs));
  return { faults: [...machines, ...sensors] };
}

function sensorFault(
  { command }: Input,
  onsetTs: number,
  observableTs: ((fault: string) => number | null) | undefined,
): FaultRow[] {
  if (command.type !== 'sensor' || command.clear) return [];
  const [asset = '', ...rest] = command.point.split('.');
  return [
    {
      id: command.id,
      asset,
      component: rest.join('.'),
      mode: command.fault,
      severity: 1,
      physical: command.amount,
      unit: 'unit of the point',
      onsetTs,
      observableTs: observableTs?.(command.id) ?? null,
      failureTs: null,
      repairTs: null,
    },
  ];
}
