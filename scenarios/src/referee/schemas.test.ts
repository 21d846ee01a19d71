import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { anyClaim, manifestSchema } from '@plant47/contract';
import { deviceProfile, plant, scenario, suite, truthFile } from '@plant47/contract/sealed';
import { expect, it } from 'vitest';
import { z } from 'zod';

const FILES = {
  scenario,
  suite,
  plant,
  device: deviceProfile,
  claims: anyClaim,
  truth: truthFile,
  catalogue: manifestSchema,
};

// PLANT47_WRITE_SCHEMA=1 writes the files anew.
it.each(Object.entries(FILES))(
  'keeps the schema of %s files in step for editors',
  (name, schema) => {
    const made = z.toJSONSchema(schema, { io: 'input' });
    const file = fileURLToPath(new URL(`../../schema/${name}.schema.json`, import.meta.url));
    if (process.env['PLANT47_WRITE_SCHEMA']) {
      writeFileSync(file, JSON.stringify(made));
      execFileSync('npx', ['biome', 'format', '--write', file]);
    }
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(made)));
  },
);
