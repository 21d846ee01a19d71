/** plant47 check: plant, scenario, suite and device files, every mistake with its line. */
import { existsSync } from 'node:fs';
import { formatIssue, type Issue, PlantError } from '@plant47/contract';
import { createPlantModel, keyOfSeed, shippedProfiles } from '@plant47/simulator';
import type { Command } from 'commander';
import { define } from '../runner/definition.js';
import { readBounded } from '../runner/library.js';
import { parseDevice, parsePlant } from '../runner/plant-file.js';
import { ANY_SAMPLING, scenarioIssues, suiteIssues } from '../runner/scenario-check.js';
import { jsonOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';

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
  const text = readBounded(path);
  const schema = schemaOf(text);
  if (schema.startsWith('plant47/scenario/')) {
    const issues = scenarioIssues(text, path);
    if (issues.length > 0) throw new PlantError(issues);
    define({ scenario: path, seed: 1 });
  } else if (schema.startsWith('plant47/suite/')) {
    const issues = suiteIssues(text, path);
    if (issues.length > 0) throw new PlantError(issues);
  } else if (schema.startsWith('plant47/device/')) parseDevice(text, path, shippedProfiles());
  else createPlantModel(parsePlant(text, path), keyOfSeed(1), ANY_SAMPLING);
}

/** Its schema by its first words: the parser of that kind says what else is wrong. */
function schemaOf(text: string): string {
  return /^schema: *['"]?(plant47\/[a-z]+\/\d+)/m.exec(text)?.[1] ?? '';
}
