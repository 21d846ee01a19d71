// Makes the pictures of the README from a real run: every number in them is the plant's.
// node test/shots/screenshots.mjs [--url URL --token TOKEN] [--out DIR] [--scenario S] [--seed N]
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: flags } = parseArgs({
  options: {
    url: { type: 'string' },
    token: { type: 'string' },
    out: { type: 'string', default: fileURLToPath(new URL('../../docs/images', import.meta.url)) },
    scenario: { type: 'string', default: 'motor-47-starvation' },
    seed: { type: 'string', default: '47' },
    asset: { type: 'string', default: 'motor-47' },
    /** The pictures are taken once the engine gives at most this many hours. */
    hours: { type: 'string', default: '100' },
    quality: { type: 'string', default: 'standard' },
    size: { type: 'string', default: '1600x900' },
    only: { type: 'string' },
  },
});

/** Longest wait for a picture; drawing in software takes its time. */
const PICTURE_MS = 300_000;
const BROWSER =
  process.env.CHROMIUM_PATH ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const FLAGS = [
  ...['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  ...['--ignore-gpu-blocklist', '--disable-background-networking', '--disable-sync'],
  ...['--disable-component-update', '--no-first-run', '--font-render-hinting=none'],
];
const PAGES = {
  overview: '/',
  machine: `/m/${flags.asset}`,
  bearing: `/m/${flags.asset}?view=bearing`,
  instructor: `/m/${flags.asset}?view=pump&tab=inject&panel=trends`,
};

const until = async (ask, every_ms = 1_000) => {
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, every_ms));
  }
};

/** Starts a plant of its own; resolves with its addresses. */
async function start(state) {
  const ready = join(state, 'ready.json');
  const entry = fileURLToPath(new URL('../../scenarios/bin/plant47.mjs', import.meta.url));
  const ports = ['--http-port', '0', '--modbus-port', '0', '--mqtt-port', '0'];
  const run = ['--scenario', flags.scenario, '--seed', flags.seed, '--rate', 'max'];
  const child = spawn(
    process.execPath,
    [entry, 'up', ...run, ...ports, '--state', state, '--ready-file', ready],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  child.on('exit', (code) => {
    if (code) process.exitCode = code;
  });
  await until(() => existsSync(ready) && readFileSync(ready, 'utf8').endsWith('}\n'), 200);
  const { http, tokens } = JSON.parse(readFileSync(ready, 'utf8'));
  return { url: http, token: tokens.instructor, stop: () => child.kill('SIGINT') };
}

const { url, token, stop } = await connect();

async function connect() {
  if (flags.url) return { url: flags.url, token: flags.token, stop: () => undefined };
  const state = mkdtempSync(join(tmpdir(), 'plant47-shots-'));
  const plant = await start(state);
  return {
    ...plant,
    stop: () => {
      plant.stop();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

const api = async (path, body) => {
  const response = await fetch(`${url}/api/v1${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
};

/** Runs until the engine gives the asset a life of at most --hours, then freezes. */
async function runToTheStory() {
  const told = () =>
    api('/rul').then((list) =>
      list.find(
        (claim) =>
          claim.asset === flags.asset &&
          claim.status === 'ok' &&
          claim.quantiles.some(({ q, s }) => q === 0.5 && s < Number(flags.hours) * 3600),
      ),
    );
  if (!(await told())) {
    await api('/clock', { verb: 'max' });
    await until(told, 500);
  }
  await api('/clock', { verb: 'freeze' });
}

async function shoot() {
  mkdirSync(flags.out, { recursive: true });
  const [width, height] = flags.size.split('x').map(Number);
  const browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width, height } });
    page.setDefaultTimeout(PICTURE_MS);
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(`${url}/alarms#token=${token}`);
    await page.waitForFunction(() => window.__twin?.role === 'instructor');
    for (const [name, path] of Object.entries(PAGES)) {
      if (flags.only && flags.only !== name) continue;
      const mark = path.includes('?') ? '&' : '?';
      await page.goto(`${url}${path}${mark}quality=${flags.quality}`);
      await page.waitForFunction(() => window.__twin?.ready);
      // Charts come after the first picture, and a frozen plant makes no more of them.
      await page.waitForTimeout(6_000);
      await page.screenshot({ path: join(flags.out, `${name}.png`), timeout: PICTURE_MS });
      const stats = await page.evaluate(() => {
        const { calls, tris, simTime } = window.__twin.stats();
        return { calls, tris, simTime };
      });
      process.stdout.write(`${name}.png ${JSON.stringify(stats)}\n`);
    }
  } finally {
    await browser.close();
  }
}

try {
  await runToTheStory();
  await shoot();
} finally {
  stop();
}
