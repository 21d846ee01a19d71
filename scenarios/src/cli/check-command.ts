/** plant47 check: plant, scenario, suite and device files, every mistake with its line. */
import { existsSync, readFileSync } from 'node:fs';
import { formatIssue, type Issue, PlantError } from '@plant47/contract';
import { createPlantModel, keyOfSeed, shippedProfiles } from '@plant47/simulator';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { parseScenario, parseSuite } from '../referee/scenario-file.js';
import { define } from '../runner/definition.js';
import { parseDevice, parsePlant } from '../runner/plant-file.js';
import { jsonOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';

/** Sampling with which a plant alone is checked. */
const SAMPLING = {
  scalars_s: 600,
  scan: { samples: 8192, fs_hz: 25_600, every_s: 3600 },
  line: { samples: 65_536, fs_hz: 12_800, every_s: 21_600 },
};

/** Adds the command. */
export function addCheckCommand(program: Command): void {
  program
    .command('check <file...>')
    .description('validate plant, scenario, suite and device files')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 check my-plant.yaml my-scenario.yaml')
    .action((paths: string[], flags: { json?: JsonFlag }) => {
      const output = openOutput(flags.json);
      const files = paths.map((path) => {
        const errors = issuesOf(path);
        return { path, ok: errors.length === 0, errors };
      });
      for (const { path, ok, errors } of files) {
        output.say(ok ? `${path}: ok` : errors.map(formatIssue).join('\n'));
      }
      output.result({ files });
      process.exitCode = files.every(({ ok }) => ok) ? 0 : 2;
    });
}

function issuesOf(path: string): readonly Issue[] {
  try {
    checkFile(path);
    return [];
  } catch (error) {
    if (error instanceof PlantError) return error.issues;
    throw error;
  }
}

function checkFile(path: string): void {
  if (!existsSync(path)) {
    throw new PlantError([
      {
        code: 'E_NO_FILE',
        path,
        message: 'there is no such file',
        remedy: 'give the path of a .yaml file',
      },
    ]);
  }
  const text = readFileSync(path, 'utf8');
  const schema = schemaOf(text);
  if (schema.startsWith('plant47/scenario/')) {
    parseScenario(text, path);
    define({ scenario: path, seed: 1 });
  } else if (schema.startsWith('plant47/suite/')) parseSuite(text, path);
  else if (schema.startsWith('plant47/device/')) parseDevice(text, path, shippedProfiles());
  else createPlantModel(parsePlant(text, path), keyOfSeed(1), SAMPLING);
}

function schemaOf(text: string): string {
  try {
    const document = parse(text) as { schema?: unknown } | null;
    return String(document?.schema ?? '');
  } catch {
    // The parser of the kind that it is taken for says what is wrong, with its line.
    return '';
  }
}
