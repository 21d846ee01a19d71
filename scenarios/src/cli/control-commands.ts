/** Commands that act on a running plant: inject, act, clock, snapshot, restore, fork. */
import type { Command } from 'commander';
import { FlagReader, jsonOption, stateOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';
import { ask, type RemoteFlags, remoteOptions } from './remote.js';

interface Flags extends RemoteFlags {
  readonly json?: JsonFlag;
}

function remote(program: Command, name: string, says: string, example: string): Command {
  const command = program.command(name).description(says);
  for (const option of remoteOptions()) command.addOption(option);
  return command
    .addOption(stateOption())
    .addOption(jsonOption())
    .addHelpText('after', `\nExample:\n  plant47 ${example}`);
}

/** Says what was done, and when. */
function tell(flags: Flags, answer: unknown): void {
  const output = openOutput(flags.json);
  const { done, state, name, simTs, tick, hash } = answer as Record<string, unknown>;
  const when = typeof simTs === 'number' ? new Date(simTs).toISOString() : '';
  output.say(
    [done ?? state ?? `snapshot ${name}`, when, `tick ${tick}`, hash && `hash ${hash}`]
      .filter(Boolean)
      .join('  '),
  );
  output.result(answer);
}

interface InjectFlags extends Flags {
  readonly component?: string;
  readonly severity?: string;
  readonly ramp?: string;
  readonly at?: string;
  readonly clear?: boolean;
}

async function inject(asset: string, fault: string, flags: InjectFlags): Promise<void> {
  const reader = new FlagReader();
  const severity = reader.number('--severity', flags.severity, 0, 1);
  const ramp_s = reader.duration('--ramp', flags.ramp);
  const at_s = reader.duration('--at', flags.at);
  reader.check();
  let at: number | undefined;
  if (at_s !== undefined) {
    const plant = (await ask(flags, '/plant')) as { epoch: number };
    at = plant.epoch + at_s * 1000;
  }
  const body = {
    asset,
    fault,
    ...(flags.component !== undefined && { component: flags.component }),
    ...(severity !== undefined && { severity }),
    ...(ramp_s !== undefined && { ramp_s }),
    ...(at !== undefined && { at }),
    ...(flags.clear && { clear: true }),
  };
  tell(flags, await ask(flags, '/inject', body));
}

interface ActFlags extends Flags {
  readonly component?: string;
  readonly value?: string;
  readonly fault?: string;
}

async function act(asset: string, action: string, flags: ActFlags): Promise<void> {
  const reader = new FlagReader();
  const value = reader.number('--value', flags.value, -1e9, 1e9);
  reader.check();
  const body = {
    asset,
    action,
    ...(flags.component !== undefined && { component: flags.component }),
    ...(value !== undefined && { value }),
    ...(flags.fault !== undefined && { fault: flags.fault }),
  };
  tell(flags, await ask(flags, '/actions', body));
}

async function clock(verb: string, value: string | undefined, flags: Flags): Promise<void> {
  const reader = new FlagReader();
  let body: unknown;
  if (verb === 'freeze' || verb === 'run' || verb === 'max') body = { verb };
  else if (verb === 'advance') {
    body = { verb, seconds: reader.duration('advance', value ?? '') };
  } else if (verb === 'rate') {
    body = { verb, rate: reader.number('rate', (value ?? '').replace(/^[×x]/, ''), 1e-3, 1e6) };
  } else if (verb !== 'status') {
    reader.fail(
      'E_CLOCK_VERB',
      'clock',
      `there is no such verb (${verb})`,
      'take one of status, freeze, run, advance T, rate X, max',
    );
  }
  reader.check();
  tell(flags, await ask(flags, '/clock', body));
}

/** Adds the commands. */
export function addControlCommands(program: Command): void {
  remote(
    program,
    'inject <asset> <fault>',
    'inject or clear a fault in a running plant',
    'inject motor-47 bearing.starvation --component bearing-de --severity 0.6 --ramp 24h',
  )
    .option('--component <id>', 'component, or component.quantity for a sensor fault')
    .option('--severity <x>', '0 to 1')
    .option('--ramp <t>', 'time over which the severity rises')
    .option('--at <t>', 'simulated time since the start of the run; now where absent')
    .option('--clear', 'end the fault')
    .action(inject);
  remote(
    program,
    'act <asset> <action>',
    'do what an operator or a fitter does',
    'act motor-47 regrease --component bearing-de',
  )
    .option('--component <id>', 'component')
    .option('--value <x>', 'value, for actions that take one')
    .option('--fault <id>', 'fault that `diagnose` names')
    .action(act);
  remote(
    program,
    'clock [verb] [value]',
    'status, freeze, run, advance T, rate X, max',
    'clock advance 6h',
  ).action((verb: string | undefined, value: string | undefined, flags: Flags) =>
    clock(verb ?? 'status', value, flags),
  );
  remote(program, 'snapshot <name>', 'keep the plant as it is now', 'snapshot before-start').action(
    async (name: string, flags: Flags) => tell(flags, await ask(flags, '/snapshots', { name })),
  );
  remote(
    program,
    'restore <name>',
    'begin a new run at a snapshot, or so long ago: 30min-ago, at most 24h-ago',
    'restore before-start',
  ).action(async (name: string, flags: Flags) =>
    tell(flags, await ask(flags, `/snapshots/${encodeURIComponent(name)}/restore`, {})),
  );
  remote(
    program,
    'fork <name>',
    'keep the plant as it is now and go on in a new run',
    'fork what-if',
  ).action(async (name: string, flags: Flags) => {
    await ask(flags, '/snapshots', { name });
    tell(flags, await ask(flags, `/snapshots/${encodeURIComponent(name)}/restore`, {}));
  });
}
