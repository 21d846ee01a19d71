#!/usr/bin/env node
// What `npm start` runs: builds what is stale, then starts the plant in this process.
import './build-if-needed.mjs';

process.argv.splice(2, 0, 'up');
await import('./plant47.mjs');
