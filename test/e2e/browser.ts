/** A real Chromium on the twin; software rendering, so everything takes its time. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = [
  process.env['CHROME_PATH'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-quic',
  '--disable-sync',
  '--disable-component-update',
  '--no-first-run',
  '--enable-precise-memory-info',
];

/** A software renderer may take a minute for its first picture. */
const PATIENCE_MS = 240_000;

/** What the twin offers to tests. */
export interface TwinProbe {
  readonly ready: boolean;
  readonly webgl2: boolean;
  readonly renderer: string;
  readonly role: string;
  stats(): {
    calls: number;
    tris: number;
    simTime: number;
    seq: number;
    pose: Record<string, { shaft: number; cage: number }>;
  };
  project(asset: string): { x: number; y: number } | null;
  pick(x: number, y: number): string | null;
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((place) => place !== '' && existsSync(place));
  if (!executablePath) throw new Error('E_TEST_TOOLS no Chromium found: apt-get install chromium');
  return chromium.launch({ executablePath, args: FLAGS, timeout: 120_000 });
}

/** Opens a page of the twin, waits for its first frame and records requests off the origin. */
export async function openTwin(
  browser: Browser,
  options: {
    readonly http: string;
    readonly token: string;
    readonly path?: string;
    /** A small window where the picture itself is not what is tested. */
    readonly small?: boolean;
  },
): Promise<{ page: Page; strangers: string[] }> {
  const viewport = options.small ? { width: 960, height: 540 } : { width: 1280, height: 720 };
  const page = await browser.newPage({ viewport });
  page.setDefaultTimeout(PATIENCE_MS);
  const strangers: string[] = [];
  const origin = new URL(options.http).origin;
  page.on('request', (request) => {
    const url = new URL(request.url());
    const own = url.host === new URL(origin).host || /^(data|blob):$/.test(url.protocol);
    if (!own) strangers.push(request.url());
  });
  await page.goto(`${origin}${options.path ?? '/'}?quality=ci#token=${options.token}`);
  await page.waitForFunction(
    () => (globalThis as unknown as { __twin?: { ready: boolean } }).__twin?.ready === true,
  );
  return { page, strangers };
}
