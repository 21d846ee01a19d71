import { describe, expect, it } from 'vitest';
import { CUT, enclosedVolume } from '../solid/revolve.js';
import { casingShell, sectionRadius } from './volute.js';

describe('spiral casing', () => {
  it('widens with the flow that it has collected', () => {
    expect(sectionRadius(1)).toBeGreaterThan(2 * sectionRadius(0));
  });

  it('is a solid wall with its faces outwards, less where it is cut open', () => {
    const whole = casingShell(96, undefined);
    const open = casingShell(96, CUT);
    const volume = enclosedVolume(whole.surface);
    const left = enclosedVolume(open.surface, ...(open.section ? [open.section] : []));
    expect(volume).toBeGreaterThan(0);
    expect(left / volume).toBeGreaterThan(0.5);
    expect(left / volume).toBeLessThan(0.8);
  });
});
