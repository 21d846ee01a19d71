/** plant47 import: a vendor's register table becomes a register map. */
import { readFileSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import type { Command } from 'commander';
import { checkVendorMap, readVendorMap } from '../vendor/vendor-map.js';
import { FlagReader, jsonOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';
import { writeFile } from './written-files.js';

interface Flags {
  readonly base?: string;
  readonly unit: string;
  readonly device?: string;
  readonly out?: string;
  readonly json?: JsonFlag;
}

/** Adds the command. */
export function addImportCommand(program: Command): void {
  program
    .command('import <file>')
    .description("a vendor's register table (CSV) as a register map")
    .option('--base <base>', 'address of the first register, 0 or 1; guessed where absent')
    .option('--unit <id>', 'unit of rows that name none', '1')
    .option('--device <name>', 'device of rows that name none; else the name of the file')
    .option('--out <map>', 'write the map, as `capture --map` reads it')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 import meter.csv --out meter.json')
    .action(importCommand);
}

function importCommand(file: string, flags: Flags): void {
  const reader = new FlagReader();
  const base = reader.integer('--base', flags.base, 0, 1) as 0 | 1 | undefined;
  const unit = reader.integer('--unit', flags.unit, 0, 255) ?? 1;
  reader.check();
  const output = openOutput(flags.json);
  const device = flags.device ?? basename(file, extname(file));
  const map = readVendorMap(readFileSync(resolve(file), 'utf8'), { file, device, unit, base });
  const { guess, devices, errors } = map;
  if (guess) {
    output.say(
      `header     line ${guess.header}, cells parted by ${JSON.stringify(guess.delimiter)}`,
    );
    output.say(`addresses  from ${guess.base}: ${guess.baseFrom}`);
    for (const note of guess.notes) output.say(`note       ${note}`);
  }
  output.result({ guess, devices, errors });
  checkVendorMap(map);
  for (const { id, unit, registers } of devices) {
    output.say(`${id}, unit ${unit}: ${registers.length} registers`);
  }
  if (flags.out !== undefined) {
    writeFile(flags.out, `${JSON.stringify({ devices }, undefined, 2)}\n`);
  }
}
