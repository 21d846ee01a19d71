/* The kernel of the world in plain C: the same equations for uniform 15 kW trains, libm, no net. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef double d;
#define PI 3.14159265358979323846
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

typedef struct {
  d theta, lube, life, spall, kappa, F, M_0, M_f, P_f, m_f, at_theta, at_F, at_w;
  d Fr, Dpw, bore, D, C, Cu, Rb, Cb;
} bearing;
typedef struct {
  d omega, Q, load, tw, th, tp, A, E, wear, x_h, phi, dphi;
  d omega_s, s_b, V1, Vth, Rth, Xth, R1h, X1h, Bm, R2h, X2f, Pw, Ph, Pin, Rcool, flow[2];
  bearing b[4];
} train;

static const d R1 = .17003, X1 = .66852, R2 = .14689, X2 = .81708, Xm = 18.78079, Rc = 629.74482;
static const d kR = 2.01275, kX = .43084, Pfan = 63, Pst = 311.39322, I2N = 24.13587, TN = 97.11149;
static const d Rwh = .062578223, Rha = .040254768, Cw = 4235, Ch = 45600, J = .156, air = 290;
static const d H0 = 34.563, kH = 3559.3, Qb = .032034, eta = .741, em = 2.08, rho = 998.2;
static const d Hs = 10, K = 40000, Ks = 530, om0 = 151.843645, G = 9.80665, Ip = 400;

static void act_turn(train *x, d dt) {
  d w = x->omega, wN = 50 * PI, s = 1 - w / x->omega_s;
  d fan = Pfan * fabs(w) / (wN * wN * wN), tau = -fan * w, sl = -2 * fan;
  d g = MIN(fabs(s), 1.0), r2 = x->R2h * (1 + (kR - 1) * g), x2 = x->X2f * (1 + (kX - 1) * g);
  d R = x->Rth * s + r2, X = (x->Xth + x2) * s, Z2 = R * R + X * X, V2 = x->Vth * x->Vth;
  d P = 3 * V2 * r2 * s / Z2;
  d dP = 3 * V2 * r2 * (Z2 - 2 * s * (R * x->Rth + X * (x->Xth + x2))) / (Z2 * Z2);
  d stray = Pst * (V2 * s * s / Z2) / (I2N * I2N) * MAX(0., MIN(2 - 2 * fabs(s) / x->s_b, 1.));
  tau += P / x->omega_s - stray / MAX(fabs(w), 1.);
  sl -= dP / (x->omega_s * x->omega_s);
  for (int i = 0; i < 4; i++) {
    tau -= x->b[i].M_f * MAX(-1., MIN(w / .5, 1.));
    if (fabs(w) < .5) sl -= x->b[i].M_f / .5;
  }
  d r = w / om0, q = x->Q, lift = H0 * (1 - x->wear) * r * r - kH * q * q, fall = -2 * kH * q;
  d need = MAX(2.266 * r * r + 556.6 * q * q, 1e-3), margin = (12.2 - Ks * q * q) / need;
  if (margin < 1.85) lift *= 1 - .03 * exp(-12 * (margin - 1));
  d k = K + Ks, H = lift - Hs - k * q * fabs(q), dH = fall - 2 * k * fabs(q);
  d xx = q / (Qb * MAX(r, 1e-3));
  if (fabs(xx - x->x_h) > 2e-3) {
    x->x_h = xx;
    x->phi = xx / (1 - pow(fabs(1 - xx), em));
    d e = xx / x->phi, f = em * (1 - e) / (1 - xx);
    x->dphi = (e - xx * f) / (e * e);
  }
  d c = rho * G * Qb * (x->phi + x->dphi * (xx - x->x_h)) / (eta * (1 - .5 * x->wear) * om0);
  x->load = c * MAX(lift, 0.);
  tau -= x->load;
  sl -= c * 2 * H0 * r / om0;
  x->omega = w + tau / (J / dt - sl);
  x->Q = MAX(q + H / (Ip / dt - dH), 0.);
}

static void hold(train *x) {
  d V = 400 / sqrt(3), r1 = R1 * (x->tw - 38.65) / 329.5, Gm = 1 / Rc, B = 1 / Xm;
  d p = 1 + r1 * Gm + X1 * B, q = X1 * Gm - r1 * B, N = p * p + q * q;
  x->omega_s = 50 * PI, x->V1 = V, x->Vth = V / sqrt(N), x->R1h = r1, x->X1h = X1, x->Bm = B;
  x->Rth = (r1 * p + X1 * q) / N, x->Xth = (X1 * p - r1 * q) / N;
  x->R2h = R2 * (x->tw - 48.15) / 320, x->X2f = X2;
  x->s_b = x->R2h / sqrt(x->Rth * x->Rth + (x->Xth + X2) * (x->Xth + X2));
  for (int i = 0; i < 4; i++) {
    bearing *b = x->b + i;
    d dry = MAX(.4 - b->lube, 0.) / .4;
    b->m_f = (dry > 0 ? 1 + 2.2 * pow(dry, 1.2) : 1) * (1 + .04 * b->spall);
  }
}

static d friction(d n, d nu, d F, d bore, d D) {
  d dm = (bore + D) / 2, shear = 1 / (1 + 1.84e-9 * pow(n * dm, 1.28) * pow(nu, .64));
  d starved = exp(-6e-8 * nu * n * (bore + D) * sqrt(3.1 / (2 * (D - bore))));
  d b = exp(-2.6e-8 * pow(n * nu, 1.4) * dm);
  d roll = 3.7e-7 * pow(dm, 1.96) * pow(F, .54) * pow(nu * n, .6);
  d slide = 2.84e-3 * pow(dm, -.26) * pow(F, 5. / 3);
  return 1e-3 * (shear * starved * roll + slide * (b * .15 + (1 - b) * .05));
}

static void lose(train *x) {
  d w = x->omega, s = 1 - w / x->omega_s, g = MIN(fabs(s), 1.);
  d r2 = x->R2h * (1 + (kR - 1) * g), x2 = x->X2f * (1 + (kX - 1) * g), Gm = 1 / Rc;
  d R = x->Rth * s + r2, X = (x->Xth + x2) * s, Z2 = R * R + X * X, V2 = x->Vth * x->Vth;
  d E2 = V2 * (r2 * r2 + s * s * x2 * x2) / Z2, I2 = V2 * s * s / Z2;
  d z2 = r2 * r2 + s * s * x2 * x2, g1 = Gm + s * r2 / z2, b1 = x->Bm + s * s * x2 / z2;
  d y2 = g1 * g1 + b1 * b1, ZR = x->R1h + g1 / y2, ZX = x->X1h + b1 / y2, zz = ZR * ZR + ZX * ZX;
  d st = Pst * I2 * MAX(0., MIN(2 - 2 * fabs(s) / x->s_b, 1.)) / (I2N * I2N), rr = w / (50 * PI);
  x->Pw = 3 * x->V1 * x->V1 / zz * x->R1h, x->Ph = 3 * E2 * Gm + 1.8 * I2 * r2 + st;
  x->Pin = 3 * x->V1 * x->V1 * ZR / zz, x->Rcool = Rha * (rr < .1603 ? 3 : pow(rr, -.6));
  x->flow[0] = x->flow[1] = 0;
  for (int i = 0; i < 4; i++) {
    bearing *b = x->b + i;
    b->F = b->Fr * (.6 + .4 * x->load / TN);
    if (fabs(b->theta - b->at_theta) > .002 || fabs(b->F - b->at_F) > 2e-4 * b->F ||
        fabs(w - b->at_w) > 2e-4 * w) {
      b->at_theta = b->theta, b->at_F = b->F, b->at_w = w;
      d n = w * 30 / PI, nu = pow(10, pow(10, 9.31053 - 3.60613 * log10(b->theta))) - .7;
      d n1 = n < 1000 ? 45000 * pow(n, -.83) : 4500 / sqrt(n);
      b->kappa = MAX(nu / (n1 / sqrt(b->Dpw)), .1);
      b->M_0 = friction(n, nu, b->F, b->bore, b->D);
    }
    b->M_f = b->m_f * b->M_0, b->P_f = b->M_f * w;
    x->flow[i / 2] += (b->theta - (i < 2 ? x->th : x->tp)) / b->Rb;
  }
}

static void relax(train *x, d dt) {
  d heat = x->Ph + x->flow[0], he = air + (x->Pw + heat) * x->Rcool, we = he + x->Pw * Rwh;
  d a = 1 / (Rwh * Cw), b = 1 / (Rwh * Ch), c = b + 1 / (x->Rcool * Ch), mean = (a + c) / 2;
  d sp = sqrt(mean * mean - a * (c - b)), S = exp((sp - mean) * dt), F = exp((-sp - mean) * dt);
  d ev = (S + F) / 2, od = (S - F) / (2 * sp), dw = x->tw - we, dh = x->th - he;
  for (int i = 0; i < 4; i++) {
    d end = (i < 2 ? x->th : x->tp) + x->b[i].P_f * x->b[i].Rb;
    x->b[i].theta = end + (x->b[i].theta - end) * exp(-dt / (x->b[i].Rb * x->b[i].Cb));
  }
  x->tw = we + ev * dw + od * ((mean - a) * dw + a * dh);
  x->th = he + ev * dh + od * (b * dw + (mean - c) * dh), x->E += x->Pin * dt;
  d pe = air - 2 + x->flow[1] * .65;
  x->tp = pe + (x->tp - pe) * exp(-dt / (.65 * 5500));
}

static void age(train *x, d dt) {
  x->A += dt / (7.2e7 * exp(1.05 / 8.617333262e-5 * (1 / (x->tw + 10) - 1 / 428.15)));
  for (int i = 0; i < 4; i++) {
    bearing *b = x->b + i;
    b->lube = MAX(b->lube - dt * exp(log(2) / 15 * (b->theta - 343.15)) / 5.4e7, 0.);
    d k = MIN(MAX(b->kappa, .1), 4.), a = k < .4 ? 2.2649 : 1.9987;
    d e = k < .4 ? .054381 : k < 1 ? .19087 : .071739;
    d film = pow(2.5671 - a * pow(k, -e), .83) * cbrt(.5 * b->Cu / b->F), q = b->C / b->F;
    d iso = film >= 1 ? 50 : MIN(.1 * pow(1 - film, -9.3), 50.);
    b->life += dt * x->omega / (2e6 * PI * q * q * q * iso);
  }
  d r = x->omega / om0, f = x->Q / Qb;
  x->wear = MIN(x->wear + 1.74e-9 * f * f * r * dt, .25);
}

static d cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

/* Prints million train-steps a second for N trains over S seconds of plant. */
int main(int argc, char **argv) {
  long n = argc > 1 ? atol(argv[1]) : 60, seconds = argc > 2 ? atol(argv[2]) : 1200;
  train *all = calloc(n, sizeof(train));
  for (long i = 0; i < n; i++) {
    train x = {.omega = 155, .Q = .024, .tw = 330, .th = 315, .tp = 300, .x_h = -1};
    for (int j = 0; j < 4; j++) {
      bearing de = {.Fr = 1200, .Dpw = 72.5, .bore = 45, .D = 100, .C = 55300, .Cu = 1340};
      bearing pu = {.Fr = 1400, .Dpw = 80, .bore = 50, .D = 110, .C = 65000, .Cu = 1600};
      x.b[j] = j < 2 ? de : pu;
      x.b[j].theta = 315, x.b[j].lube = 1, x.b[j].Rb = j < 2 ? .9 : .73;
      x.b[j].Cb = j < 2 ? 3300 : 4527;
    }
    hold(&x), lose(&x);
    all[i] = x;
  }
  d t0 = cpu();
  for (long s = 1; s <= seconds; s++) {
    for (int k = 0; k < 20; k++)
      for (long i = 0; i < n; i++) act_turn(all + i, .05);
    for (long i = 0; i < n; i++) {
      relax(all + i, 1);
      if (s % 60 == 0) age(all + i, 60);
      hold(all + i), lose(all + i);
    }
  }
  printf("%.6f %.9f %.6f\n", n * seconds * 20 / (cpu() - t0) / 1e6, all[0].omega, all[0].tw);
  return 0;
}
