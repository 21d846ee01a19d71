/** plant47 hash: the golden hash of the world's state, without sockets. */
import { hash, InputQueue, TICKS_PER_SECOND } from '@plant47/simulator';
import type { Command } from 'commander';
import { define } from '../runner/definition.js';
import { FlagReader, jsonOption, SEED_MAX, seedOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';

interface HashFlags {
  readonly seed?: string;
  readonly until: string;
  readonly json?: JsonFlag;
}

/** Adds the command. */
export function addHashCommand(program: Command): void {
  program
    .command('hash <scenario>')
    .description("the golden hash of the world's state at the last scan up to a simulated time")
    .addOption(seedOption())
    .requiredOption('--until <t>', 'simulated time')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 hash motor-47-starvation --seed 1 --until 30d')
    .action(hashCommand);
}

function hashCommand(name: string, flags: HashFlags): void {
  const reader = new FlagReader();
  const seed = reader.integer('--seed', flags.seed, 0, SEED_MAX) ?? 1;
  const until_s = reader.duration('--until', flags.until) ?? 0;
  reader.check();
  const output = openOutput(flags.json);
  const { createModel, inputs, scenario } = define({ scenario: name, seed });
  const model = createModel();
  const queue = new InputQueue(inputs, () => undefined);
  const untilTick = until_s * TICKS_PER_SECOND;
  model.scan();
  for (let next = model.nextScanTick(0); next <= untilTick; ) {
    model.advance(next, queue.all);
    model.scan();
    output.progress(`day ${(next / TICKS_PER_SECOND / 86_400).toFixed(1)}`, next / untilTick);
    next = model.nextScanTick(next);
  }
  const { tick } = model.state;
  const value = hash(model.state);
  output.say(`${value}  ${scenario.id} seed ${seed} at tick ${tick}`);
  output.result({ scenario: scenario.id, seed, until_s, tick, hash: value });
}
