import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './sources.js';
import { toxicPage } from './toxic-page.js';

const PAGE = join(ROOT, 'docs/toxics.md');

it('the page on toxics says what the table declares; PLANT47_WRITE_DOCS=1 writes it anew', () => {
  if (process.env['PLANT47_WRITE_DOCS'] === '1') writeFileSync(PAGE, toxicPage());
  expect(readFileSync(PAGE, 'utf8')).toBe(toxicPage());
});
