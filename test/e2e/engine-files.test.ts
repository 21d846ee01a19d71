/** The engine knows the plant by its sockets: which files its process opens in a run. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import mqtt from 'mqtt';
import { expect, it } from 'vitest';
import { ROOT, spawnPlant } from '../testkit/index.js';
import { traceNode } from '../testkit/opened-files.js';

const ENGINE = join(ROOT, 'engine/dist/main.js');
const HOUR = 3_600_000;
/** What belongs to the system and to Node. */
const SYSTEM = ['/proc', '/sys', '/dev', '/etc', '/lib', '/lib64', '/usr/lib', '/usr/share'];
const NODE = dirname(dirname(realpathSync(process.execPath)));

/** Opened files that are neither the engine's own, nor a library's, nor the system's. */
function foreign(opened: readonly string[], state: string): string[] {
  const own = [join(ROOT, 'engine'), join(ROOT, 'simulator/contract'), state];
  const allowed = [...own, ...SYSTEM, join(NODE, 'bin'), join(NODE, 'lib')].map(realOf);
  return opened.filter(
    (path) =>
      !path.includes('/node_modules/') &&
      !allowed.some((folder) => path === folder || path.startsWith(`${folder}/`)),
  );
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

it("opens nothing but its own, its libraries' and its state folder's files in a run", async () => {
  const state = mkdtempSync(join(tmpdir(), 'plant47-engine-'));
  const plant = await spawnPlant(['--scenario', 'healthy-30d', '--rate', 'max', '--no-engine']);
  await plant.api('instructor', '/api/v1/clock', { verb: 'freeze' });
  const traced = traceNode([ENGINE]);
  traced.child.stdin?.end(
    JSON.stringify({
      mqtt: plant.ready.mqtt,
      modbus: plant.ready.modbus.map(({ gateway, host, port }) => ({ gateway, host, port })),
      team: 'traced',
      stateDir: state,
    }),
  );
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${plant.ready.mqtt.port}`);
  let watermark = 0;
  client.on('message', (_, payload) => {
    watermark = (JSON.parse(payload.toString()) as { watermark: number }).watermark;
  });
  await client.subscribeAsync('plant47/v1/+/claims/traced/heartbeat');
  await expect.poll(() => watermark, { timeout: 60_000 }).toBeGreaterThan(0);
  // A day, so that it writes its checkpoint too.
  const end = watermark + 25 * HOUR;
  await plant.api('instructor', '/api/v1/clock', { verb: 'advance', seconds: 25 * 3600 });
  await expect.poll(() => watermark, { timeout: 120_000 }).toBeGreaterThanOrEqual(end - HOUR);
  await client.endAsync();
  await plant.stop();
  const opened = await traced.opened;
  rmSync(state, { recursive: true });
  expect(opened.filter((path) => path.startsWith(realOf(ENGINE)))).not.toEqual([]);
  expect(opened.filter((path) => path.includes('engine-checkpoint.json'))).not.toEqual([]);
  expect(foreign(opened, state)).toEqual([]);
});

it('would be seen to open a plant file', async () => {
  const state = mkdtempSync(join(tmpdir(), 'plant47-engine-'));
  const secret = join(ROOT, 'scenarios/plants/waterworks.yaml');
  const peep = join(state, 'peep.mjs');
  writeFileSync(peep, `import fs from 'node:fs'; fs.readFileSync(${JSON.stringify(secret)});`);
  const traced = traceNode(['--import', pathToFileURL(peep).href, ENGINE]);
  traced.child.stdin?.end('no configuration: it ends at once');
  const opened = await traced.opened;
  rmSync(state, { recursive: true });
  expect(foreign(opened, state)).toEqual([realOf(secret)]);
});
