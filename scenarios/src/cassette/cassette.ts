/** A cassette: what a plant said on its wires, line by line, with its times. */
import { closeSync, createReadStream, existsSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { PlantError } from '@plant47/contract';
import { z } from 'zod';

/** Unix time, ms. */
const ms = z.number().nonnegative();

/** First line. */
const header = z.strictObject({
  schema: z.literal('plant47/cassette/1'),
  source: z.enum(['mqtt', 'modbus']),
  /** Where it was recorded: host and port. */
  address: z.string(),
  /** Time of the first record. */
  begin: ms,
  /** What `t` is: when a message came in, or what it says of itself. */
  clock: z.enum(['arrival', 'message']),
});

const mqttRecord = z.strictObject({
  t: ms,
  topic: z.string(),
  /** Text, or base64 where it is none. */
  payload: z.string().optional(),
  base64: z.string().optional(),
  qos: z.number().int().min(0).max(2),
  retain: z.boolean(),
});

const modbusRecord = z.strictObject({
  t: ms,
  device: z.string(),
  unit: z.number().int().min(0).max(255),
  /** Registers by their first wire address, as they were read. */
  blocks: z.array(
    z.strictObject({ address: z.number().int(), registers: z.array(z.number().int()) }),
  ),
  /** What the map makes of them; null where there is no value. */
  values: z.record(z.string(), z.number().nullable()),
});

/** Any line of a cassette. */
export const cassetteLine = z.union([header, mqttRecord, modbusRecord]);

export type CassetteHeader = z.infer<typeof header>;
export type MqttRecord = z.infer<typeof mqttRecord>;
export type ModbusRecord = z.infer<typeof modbusRecord>;
export type CassetteRecord = MqttRecord | ModbusRecord;

/** Appends lines to a new cassette; what was written survives a crash. */
export class CassetteWriter {
  messages = 0;
  private readonly file: number;
  private readonly about: Omit<CassetteHeader, 'schema' | 'begin'>;
  private first: number | undefined;
  private last = 0;

  /** Throws E_OUT where the file exists. */
  constructor(path: string, about: Omit<CassetteHeader, 'schema' | 'begin'>) {
    if (existsSync(path)) {
      throw refusal('E_OUT', path, 'the file exists already', 'name a new one');
    }
    this.file = openSync(path, 'a');
    this.about = about;
  }

  add(record: CassetteRecord): void {
    if (this.first === undefined) {
      this.first = record.t;
      this.line({ schema: 'plant47/cassette/1', ...this.about, begin: record.t });
    }
    this.last = Math.max(this.last, record.t);
    this.messages++;
    this.line(record);
  }

  /** Seconds from the first record to the last. */
  get span_s(): number {
    return this.first === undefined ? 0 : (this.last - this.first) / 1000;
  }

  close(): void {
    closeSync(this.file);
  }

  private line(line: unknown): void {
    writeSync(this.file, `${JSON.stringify(line)}\n`);
  }
}

export interface Cassette {
  readonly header: CassetteHeader;
  /** In the order of the file; read as they are asked for. */
  readonly records: () => AsyncGenerator<CassetteRecord>;
}

/** Opens a cassette; throws E_CASSETTE with the line that is wrong. */
export async function openCassette(path: string): Promise<Cassette> {
  for await (const { line, number } of linesOf(path)) {
    const parsed = header.safeParse(line);
    if (!parsed.success) break;
    return { header: parsed.data, records: () => recordsOf(path, parsed.data.source, number) };
  }
  throw refusal('E_CASSETTE', `${path}:1`, 'this is no cassette', 'record one with `capture`');
}

async function* recordsOf(
  path: string,
  source: CassetteHeader['source'],
  from: number,
): AsyncGenerator<CassetteRecord> {
  const schema = source === 'mqtt' ? mqttRecord : modbusRecord;
  for await (const { line, number } of linesOf(path)) {
    if (number <= from) continue;
    const parsed = schema.safeParse(line);
    if (!parsed.success) {
      const message = parsed.error.issues[0]?.message ?? 'no record';
      throw refusal('E_CASSETTE', `${path}:${number}`, message, 'cut the line out');
    }
    yield parsed.data;
  }
}

/** Lines as data; one that a crash cut short at the end is left out. */
async function* linesOf(path: string): AsyncGenerator<{ line: unknown; number: number }> {
  const input = createReadStream(path);
  let number = 0;
  let broken: number | undefined;
  try {
    for await (const text of createInterface({ input })) {
      if (broken !== undefined) {
        throw refusal('E_CASSETTE', `${path}:${broken}`, 'this is no JSON', 'cut the line out');
      }
      number++;
      try {
        yield { line: JSON.parse(text) as unknown, number };
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        broken = number;
      }
    }
  } finally {
    input.destroy();
  }
}

/** True for the record of a message. */
export const isMqtt = (record: CassetteRecord): record is MqttRecord => 'topic' in record;

/** Bytes of a message. */
export function payloadOf({ payload, base64 }: MqttRecord): Buffer {
  return payload === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(payload);
}

/** A message as a record: as text where it is text. */
export function mqttRecordOf(
  t: number,
  topic: string,
  payload: Buffer,
  flags: { readonly qos: number; readonly retain: boolean },
): MqttRecord {
  const text = payload.toString('utf8');
  const exact = Buffer.from(text).equals(payload);
  const body = exact ? { payload: text } : { base64: payload.toString('base64') };
  return { t, topic, ...body, qos: flags.qos, retain: flags.retain };
}

function refusal(code: string, path: string, message: string, remedy: string): PlantError {
  return new PlantError([{ code, path, message, remedy }]);
}
