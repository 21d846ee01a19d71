/** Brings what the tests need: Chromium and the third-party clients, where the system lets us. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const CLIENTS = [
  { program: 'mosquitto_sub', package: 'mosquitto-clients' },
  { program: 'mbpoll', package: 'mbpoll' },
  { program: 'strace', package: 'strace' },
];
const PYTHON = [
  'python3-pymodbus',
  'python3-serial',
  'python3-serial-asyncio',
  'python3-paho-mqtt',
];

const found = (program) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

const wanted = [];
if (!process.env['CHROME_PATH'] && !BROWSERS.some(found)) wanted.push('chromium');
for (const client of CLIENTS) if (!found(client.program)) wanted.push(client.package);
const python = spawnSync('/usr/bin/python3', ['-c', 'import pymodbus, serial_asyncio, paho.mqtt']);
if (python.status !== 0) wanted.push('python3', ...PYTHON);

if (wanted.length > 0) {
  const install = `apt-get update && apt-get install -y --no-install-recommends ${wanted.join(' ')}`;
  const mayInstall = found('apt-get') && process.getuid?.() === 0;
  if (!mayInstall) {
    console.error(
      `E_TEST_TOOLS missing: ${wanted.join(', ')} — install them: sudo sh -c '${install}'`,
    );
    process.exit(2);
  }
  console.log(`Installing for the tests: ${wanted.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const done = spawnSync('sh', ['-c', install], { stdio: ['ignore', 'ignore', 'inherit'], env });
  if (done.status !== 0) process.exit(done.status ?? 1);
}
