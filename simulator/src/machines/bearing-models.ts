/**
 * Catalogue of deep-groove ball bearings, series 62 and 63.
 * Geometry and ratings: maker's catalogue class, checked against ISO 281 geometry by test
 * (the 6208 rates 12 % above its geometry: its ball is uncertain).
 */
import { modelsOf } from './kind.js';

/** Lengths in mm; F_r is the radial load at rated torque (judgement, C/P near 45), N. */
const SIZES = modelsOf(['6208', '6308', '6309', '6310', '6312', '6316'], {
  Z: [9, 8, 8, 8, 8, 8],
  D_w: [11.906, 15.081, 17.462, 19.05, 22.225, 28.575],
  D_pw: [60, 65, 72.5, 80, 95, 125],
  d: [40, 40, 45, 50, 60, 80],
  D: [80, 90, 100, 110, 130, 170],
  C: [32500, 42300, 55300, 65000, 85200, 130000],
  C_u: [800, 1020, 1340, 1600, 2200, 3250],
  F_r: [700, 900, 1200, 1400, 1900, 4000],
});
/** Constants of rolling and sliding friction by series (SKF, Rolling bearings 2018). */
const SERIES_62 = { R1: 3.9e-7, S1: 3.23e-3 };
const SERIES_63 = { R1: 3.7e-7, S1: 2.84e-3 };
const k = 1e-3;

/** Designation → parameters, SI. Resistance and heat capacity scale with the bore: 0.9 K/W and
 * 3300 J/K at 45 mm, by surface and by mass (judgement). */
export const BEARING_MODELS = Object.fromEntries(
  Object.entries(SIZES).map(([name, size]) => {
    const b = (size.d * k) / 0.045;
    const metres = { D_w: size.D_w * k, D_pw: size.D_pw * k, d: size.d * k, D: size.D * k };
    const series = name.startsWith('62') ? SERIES_62 : SERIES_63;
    const heat = { R_b: 0.9 / (b * b), C_b: 3300 * b * b * b };
    return [name, { ...size, ...metres, ...series, ...heat }] as const;
  }),
);
