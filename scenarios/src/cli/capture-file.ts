/** `--pcap`: what goes over the sockets of a running plant, written as it comes. */
import { createWriteStream, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { WireLog } from '@plant47/simulator';
import { fileHeader, PcapStream } from '../report/pcap.js';

/** A capture that is being written. */
export interface CaptureFile {
  readonly log: WireLog;
  /** Resolves once everything is in the file. */
  close(): Promise<void>;
}

/** Creates the file, or throws; `warn` hears where it cannot be written on. */
export function openCapture(file: string, warn: (line: string) => void): CaptureFile {
  const path = resolve(file);
  const fd = openSync(path, 'w', 0o600);
  // Nothing is kept in memory: entries go to the file as they come.
  const log = new WireLog(0);
  const stream = createWriteStream(path, { fd });
  const packets = new PcapStream();
  stream.on('error', ({ message }) => warn(`E_FILE --pcap: the capture ends here (${message})`));
  stream.write(fileHeader());
  log.onEntry((entry) => stream.write(Buffer.concat(packets.packets(entry))));
  return { log, close: () => new Promise((done) => stream.end(() => done())) };
}
