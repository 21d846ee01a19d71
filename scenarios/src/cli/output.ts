/** Where a command's text goes: people's lines, one JSON document, progress. */
import { writeFile } from './written-files.js';

export interface Output {
  /** A line for people; on standard error where standard output carries JSON. */
  say(line: string): void;
  /** A line about something that needs attention; always on standard error. */
  warn(line: string): void;
  /** The command's one JSON document; written only where --json asks for it. */
  result(document: unknown): void;
  /** Long work: a bar on a terminal, else a line per 10 %. */
  progress(label: string, fraction: number): void;
}

/** `--json` as commander gives it: absent, `true`, or the name of a file. */
export type JsonFlag = boolean | string | undefined;

const BAR = 24;
/** Work that is over sooner shows no progress, ms. */
const QUICK_MS = 2_000;

export function openOutput(json: JsonFlag): Output {
  const people = json === true ? process.stderr : process.stdout;
  let shown = -1;
  const began = Date.now();
  let barOn = false;
  const wipe = (): void => {
    if (barOn) process.stderr.write('\r\u001b[K');
    barOn = false;
  };
  return {
    say: (line) => {
      wipe();
      people.write(`${line}\n`);
    },
    warn: (line) => {
      wipe();
      process.stderr.write(`${line}\n`);
    },
    result: (document) => {
      wipe();
      const text = `${JSON.stringify(document, undefined, 2)}\n`;
      if (json === true) process.stdout.write(text);
      else if (typeof json === 'string') writeFile(json, text);
    },
    progress: (label, fraction) => {
      if (Date.now() - began < QUICK_MS) return;
      const percent = Math.floor(fraction * 100);
      if (process.stderr.isTTY) {
        if (percent === shown && percent < 100) return;
        const full = Math.round(fraction * BAR);
        const bar = '█'.repeat(full) + '░'.repeat(BAR - full);
        process.stderr.write(`\r${bar} ${percent} % ${label}\u001b[K`);
        barOn = true;
      } else if (Math.floor(percent / 10) !== Math.floor(shown / 10) || shown < 0) {
        process.stderr.write(`${percent} % ${label}\n`);
      }
      shown = percent;
      if (fraction >= 1) wipe();
    },
  };
}
