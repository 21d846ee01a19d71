/** plant47 transfer: plain detectors on the plant and on recorded machines, side by side. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { HOME } from '../runner/library.js';
import { DETECTOR_SEED, DETECTORS } from '../transfer/detectors.js';
import { PLANT_SEED, plantFamilies } from '../transfer/plant-records.js';
import { realFamilies } from '../transfer/real-records.js';
import { transfer, transferTable } from '../transfer/transfer.js';
import { jsonOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';
import { writeFile } from './written-files.js';

interface TransferFlags {
  readonly data: string;
  readonly out?: string;
  readonly json?: JsonFlag;
}

/** Where recorded series lie beside the project. */
const DATA = join(HOME, '..', '..', 'shared', 'data');

/** Adds the command. */
export function addTransferCommand(program: Command): void {
  program
    .command('transfer')
    .description('eight plain detectors ranked on the plant and on recorded machines')
    .option('--data <dir>', 'folder of the recorded series', DATA)
    .option('--out <file>', 'the table alone, as Markdown')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 transfer --json transfer.json')
    .action(transferCommand);
}

function transferCommand(flags: TransferFlags): void {
  const output = openOutput(flags.json);
  const found = transfer(realFamilies(flags.data), plantFamilies());
  const table = transferTable(found);
  output.say(table);
  if (flags.out !== undefined) writeFile(flags.out, `${table}\n`);
  output.result({
    detectors: DETECTORS.map(({ id }) => id),
    seeds: { detectors: DETECTOR_SEED, plant: PLANT_SEED },
    ...found,
  });
}
