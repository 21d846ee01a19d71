/**
 * Elementary functions with the same bits on every engine.
 *
 * ECMA-262 fixes only + - * / and sqrt; `Math.exp`, `Math.pow` and `**` differ between engines and
 * releases. These are built from exact operations alone.
 * Source: reductions and polynomials of FreeBSD msun / fdlibm `e_exp.c`, `e_log.c`, `e_pow.c`,
 * `k_sin.c`, `k_cos.c`, `s_cbrt.c` (Sun Microsystems, 1993).
 */
const LN2_HI = 0.6931471803691238;
const LN2_LO = 1.9082149292705877e-10;
const LOG2_E = 1 / Math.LN2;
const SQRT_2 = Math.SQRT2;

/** Largest |x| that `exp` distinguishes; beyond it the result is 3e-308 or 3e307, never Infinity. */
const EXP_LIMIT = 708;

/** 2^k for k in [-1074, 1023], exact: each entry is its neighbour doubled. */
const POWER_OF_TWO = new Float64Array(2098);
for (let k = 0, p = 5e-324; k < 2098; k++, p *= 2) POWER_OF_TWO[k] = p;

const float = new Float64Array(1);
const word = new Int32Array(float.buffer);
float[0] = 1;
/** Index of the word that carries sign and exponent: 1 on little-endian engines. */
const HIGH = word[1] === 0x3ff00000 ? 1 : 0;
const LOW = 1 - HIGH;

/** r − t·P(t) with t = r²: e^r = 1 + 2r/(2 − that) on |r| ≤ ln 2 / 2, to the last place. */
function expRest(r: number): number {
  const t = r * r;
  const high = 6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8);
  return r - t * (0.16666666666666602 + t * (-0.0027777777777015593 + t * high));
}

/** e^x, within 1 ulp of the true value on [-708, 708]; clipped beyond. */
export function exp(x: number): number {
  const clipped = x > EXP_LIMIT ? EXP_LIMIT : x < -EXP_LIMIT ? -EXP_LIMIT : x;
  const k = Math.floor(clipped * LOG2_E + 0.5);
  const hi = clipped - k * LN2_HI;
  const lo = k * LN2_LO;
  const r = hi - lo;
  const c = expRest(r);
  return (1 - (lo - (r * c) / (2 - c) - hi)) * POWER_OF_TWO[k + 1074];
}

/** Natural logarithm of a positive normal x, within 1 ulp; -708 for x <= 0 (no NaN in the core). */
export function log(x: number): number {
  if (!(x > 2.2250738585072014e-308)) return -EXP_LIMIT;
  float[0] = x;
  let k = (word[HIGH] >> 20) - 1023;
  let m = x * POWER_OF_TWO[1074 - k];
  if (m > SQRT_2) {
    m *= 0.5;
    k += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const low = 0.1818357216161805 + z * (0.15313837699209373 + z * 0.14798198605116586);
  const middle = 0.2857142874366239 + z * (0.22222198432149784 + z * low);
  const R = z * (0.6666666666666735 + z * (0.3999999999940942 + z * middle));
  const half = 0.5 * f * f;
  return k * LN2_HI - (half - (s * (half + R) + k * LN2_LO) - f);
}

/** x with the lower half of its significand cleared: a product of two such numbers is exact. */
function head(x: number): number {
  float[0] = x;
  word[LOW] = 0;
  return float[0];
}

/** log2 x as high and low part: the result of `log2Pair`. */
const pair = new Float64Array(2);

/** Writes log2 of a positive normal x to `pair`. */
function log2Pair(x: number): void {
  float[0] = x;
  let ix = word[HIGH];
  let n = (ix >> 20) - 1023;
  const j = ix & 0xfffff;
  ix = j | 0x3ff00000;
  const odd = j > 0x3988e && j < 0xbb67a ? 1 : 0;
  if (j >= 0xbb67a) {
    n += 1;
    ix -= 0x00100000;
  }
  word[HIGH] = ix;
  const ax = float[0];
  const bp = odd ? 1.5 : 1;
  const u0 = ax - bp;
  const v0 = 1 / (ax + bp);
  const ss = u0 * v0;
  const s_h = head(ss);
  word[HIGH] = ((ix >> 1) | 0x20000000) + 0x00080000 + (odd << 18);
  word[LOW] = 0;
  const q_h = float[0];
  const s_l = v0 * (u0 - s_h * q_h - s_h * (ax - (q_h - bp)));
  const s2 = ss * ss;
  const low = 0.272728123808534 + s2 * (0.23066074577556175 + s2 * 0.20697501780033842);
  const tail =
    0.5999999999999946 + s2 * (0.4285714285785502 + s2 * (0.33333332981837743 + s2 * low));
  const r = s2 * s2 * tail + s_l * (s_h + ss);
  const sq = s_h * s_h;
  const t_h = head(3 + sq + r);
  const t_l = r - (t_h - 3 - sq);
  const u = s_h * t_h;
  const v = s_l * t_h + t_l * ss;
  const p_h = head(u + v);
  const p_l = v - (p_h - u);
  const z_h = 0.9617967009544373 * p_h;
  const z_l =
    -7.028461650952758e-9 * p_h + p_l * 0.9617966939259756 + (odd ? 1.350039202129749e-8 : 0);
  const dp_h = odd ? 0.5849624872207642 : 0;
  const t1 = head(z_h + z_l + dp_h + n);
  pair[0] = t1;
  pair[1] = z_l - (t1 - n - dp_h - z_h);
}

/** x^y for x >= 0, within 2 ulp; 0 for x <= 0 and y > 0, 1 for y = 0; clipped, never Infinity. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (!(x > 2.2250738585072014e-308)) return y > 0 ? 0 : exp(EXP_LIMIT);
  log2Pair(x);
  const t1 = pair[0];
  const y1 = head(y);
  const p_l = (y - y1) * t1 + y * pair[1];
  const p_h = y1 * t1;
  const z0 = p_l + p_h;
  if (!(z0 < 1021)) return exp(EXP_LIMIT);
  if (!(z0 > -1021)) return 0;
  const n = Math.floor(z0 + 0.5);
  const rest = p_h - n;
  const t = head(p_l + rest);
  const u = t * 0.6931471824645996;
  const v = (p_l - (t - rest)) * Math.LN2 + t * -1.904654299957768e-9;
  const z = u + v;
  const w = v - (z - u);
  const c = expRest(z);
  return (1 - ((z * c) / (c - 2) - (w + z * w) - z)) * POWER_OF_TWO[n + 1074];
}

/** sin of x + y on [-π/4, π/4], y the tail of x. */
function kernelSin(x: number, y: number): number {
  const z = x * x;
  const v = z * x;
  const low = 2.7557313707070068e-6 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10);
  const r = 0.00833333333332249 + z * (-0.0001984126982985795 + z * low);
  return x - (z * (0.5 * y - v * r) - y + v * 0.16666666666666632);
}

/** cos of x + y on [-π/4, π/4], y the tail of x. */
function kernelCos(x: number, y: number): number {
  const z = x * x;
  const w = z * z;
  const r =
    z * (0.0416666666666666 + z * (-0.001388888888887411 + z * 2.480158728947673e-5)) +
    w * w * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11));
  const hz = 0.5 * z;
  const q = 1 - hz;
  return q + (1 - q - hz + (z * r - x * y));
}

/** sin(x + quarter·π/2): the argument reduced by multiples of π/2 in three parts. */
function sinQuarter(x: number, quarter: number): number {
  const n = Math.floor(x * 0.6366197723675814 + 0.5);
  const t = x - n * 1.5707963267341256;
  const w0 = n * 6.077100506303966e-11;
  const r = t - w0;
  const w = n * 2.0222662487959506e-21 - (t - r - w0);
  const a = r - w;
  const b = r - a - w;
  const k = n + quarter;
  const turn = k - 4 * Math.floor(k / 4);
  if (turn === 0) return kernelSin(a, b);
  if (turn === 1) return kernelCos(a, b);
  return turn === 2 ? -kernelSin(a, b) : -kernelCos(a, b);
}

/** sin x, x in rad, within 1 ulp for |x| < 1.6e6. */
export function sin(x: number): number {
  return sinQuarter(x, 0);
}

/** cos x, x in rad, within 1 ulp for |x| < 1.6e6. */
export function cos(x: number): number {
  return sinQuarter(x, 1);
}

/** Cube root of any normal x, within 1 ulp. */
export function cbrt(x: number): number {
  const ax = Math.abs(x);
  if (!(ax > 2.2250738585072014e-308)) return 0;
  float[0] = ax;
  word[HIGH] = Math.floor(word[HIGH] / 3) + 715094163;
  word[LOW] = 0;
  let t = float[0];
  const r0 = t * t * (t / ax);
  const low = 1.87595182427177 + r0 * (-1.8849797954337717 + r0 * 1.6214297201053545);
  t *= low + r0 * r0 * r0 * (-0.758397934778766 + r0 * 0.14599619288661245);
  t = head(t);
  const r = ax / (t * t);
  const y = t + t * ((r - t) / (t + t + r));
  return x < 0 ? -y : y;
}
