import { describe, expect, it } from 'vitest';
import * as format from './format.js';

describe('format', () => {
  it('shows numbers with the decimals of their resolution', () => {
    expect(format.decimalsOf(0.1)).toBe(1);
    expect(format.decimalsOf(0.01)).toBe(2);
    expect(format.decimalsOf(1)).toBe(0);
    expect(format.number(-2.71349, 2)).toBe('−2.71');
    expect(format.number(Number.NaN)).toBe('–');
  });

  it('shows simulated time in UTC', () => {
    const ts = Date.UTC(2026, 1, 3, 8, 41, 12);
    expect(format.clockTime(ts)).toBe('08:41:12');
    expect(format.calendarDate(ts)).toBe('Tue 3 Feb 2026');
    expect(format.shortTime(ts)).toBe('3 Feb 08:41');
  });

  it('shows spans in their two largest units', () => {
    expect(format.span(42)).toBe('42 s');
    expect(format.span(240)).toBe('4 min');
    expect(format.span(7_800)).toBe('2 h 10 min');
    expect(format.span(316 * 3_600)).toBe('13 d 4 h');
  });

  it('says how old a scan is', () => {
    expect(format.age(0, 500)).toBe('scanned just now');
    expect(format.age(0, 240_000)).toBe('scanned 4 min ago');
  });

  it('puts ids in words', () => {
    expect(format.faultText('bearing.outer-race')).toBe('Bearing · outer race');
    expect(format.faultText('unknown')).toBe('Unknown');
    expect(format.assetText('motor-47')).toBe('Motor #47');
    expect(format.componentText('bearing-nde')).toBe('Motor NDE bearing');
  });
});
