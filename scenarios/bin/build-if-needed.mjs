#!/usr/bin/env node
// Builds the workspaces when a built file is missing or older than its sources.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Workspaces with the folders that go into their build, and a file that it makes. */
const PACKAGES = [
  { folder: 'simulator/contract', sources: ['src'], made: 'dist/index.js' },
  { folder: 'simulator', sources: ['src'], made: 'dist/index.js' },
  { folder: 'engine', sources: ['src'], made: 'dist/main.js' },
  { folder: 'scenarios', sources: ['src'], made: 'dist/cli/main.js' },
  { folder: 'twin-ui', sources: ['src', 'public', 'index.html'], made: 'dist/index.html' },
];

function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  let latest = 0;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (/\.test\.tsx?$/.test(entry.name)) continue;
    latest = Math.max(latest, newest(join(path, entry.name)));
  }
  return latest;
}

function isStale({ folder, sources, made }) {
  const at = join(root, folder);
  if (!existsSync(join(at, 'package.json'))) return false;
  if (!existsSync(join(at, made))) return true;
  const stamp = existsSync(join(at, 'dist/tsconfig.tsbuildinfo'))
    ? Math.max(newest(join(at, made)), newest(join(at, 'dist/tsconfig.tsbuildinfo')))
    : newest(join(at, made));
  return sources.some((source) => newest(join(at, source)) > stamp);
}

// A published package has no sources beside it and nothing to build.
if (existsSync(join(root, 'turbo.json')) && PACKAGES.some(isStale)) {
  process.stdout.write('building (once)…\n');
  const built = spawnSync('npm', ['run', 'build', '--silent'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  });
  if (built.status !== 0) {
    process.stderr.write('E_BUILD .: the build failed — mend what is said above\n');
    process.exit(2);
  }
}
