/** What the cells of a vendor's table mean: numbers, types, addresses, word orders. */

export type Table = 'coil' | 'discrete' | 'input' | 'holding';

/** An address as it is written, before its base is known. */
export interface WrittenAddress {
  readonly number: number;
  readonly form: 'decimal' | 'hex' | '5 digits' | '6 digits' | '4x';
  readonly table: Table | undefined;
  /** Registers, where a range is written. */
  readonly length: number | undefined;
}

const TABLES: Readonly<Record<string, Table>> = {
  0: 'coil',
  1: 'discrete',
  3: 'input',
  4: 'holding',
};

/** `100`, `0x64`, `64h`, `4x0101`, `40101`, `400101`, `30001-30002`; undefined = none of these. */
export function addressOf(text: string): WrittenAddress | undefined {
  const range = /^(\d+)\s*(?:-|–|\.\.|to)\s*(\d+)$/.exec(text);
  if (range) {
    const first = addressOf(range[1]!);
    const length = Number(range[2]) - Number(range[1]) + 1;
    return first && length >= 1 && length <= 125 ? { ...first, length } : undefined;
  }
  const none = { table: undefined, length: undefined };
  const hex = /^(?:0x([0-9a-f]{1,4})|([0-9a-f]{1,4})h)$/i.exec(text);
  if (hex) return { number: Number.parseInt(hex[1] ?? hex[2]!, 16), form: 'hex', ...none };
  const modicon = /^([0134])[x:](\d{1,5})$/i.exec(text);
  if (modicon) {
    const table = TABLES[modicon[1]!];
    return { number: Number(modicon[2]), form: '4x', table, length: undefined };
  }
  if (!/^\d{1,6}$/.test(text)) return undefined;
  const form = text.length === 5 ? '5 digits' : text.length === 6 ? '6 digits' : 'decimal';
  const table = form === 'decimal' ? undefined : TABLES[text[0]!];
  return { number: Number(text), form, table, length: undefined };
}

/** A number with point or decimal comma; undefined = none, or one that may be read in two ways. */
export function numberOf(text: string): number | undefined {
  if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(text)) return undefined;
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  return Number(text.replace(',', '.'));
}

/** `0.1`, `0,1`, `x0.1`, `1/10`, `/10`, `10^-1`; undefined = none of these, or zero. */
export function scaleOf(text: string): number | undefined {
  const power = /^10\^(-?\d{1,2})$/.exec(text);
  if (power) return Number(`1e${power[1]}`);
  const ratio = /^(?:1\s*)?[/÷:]\s*(.+)$/.exec(text);
  const value = numberOf(ratio ? ratio[1]! : text.replace(/^[x×*]\s*/i, ''));
  if (value === undefined || value === 0) return undefined;
  return ratio ? 1 / value : value;
}

/** Types by the names that vendors give them, in small letters, letters and digits alone. */
const TYPES: Readonly<Record<string, RegExp>> = {
  u16: /^(uint16|u16|uint|word|ushort|unsigned|unsigned16(bit)?|unsignedshort|unsignedint16|unsignedint|16bitunsigned|bitfield16|bitfield|enum|enum16)$/,
  i16: /^(int16|i16|s16|short|smallint|signed|signed16(bit)?|signedint16|signedshort|int|integer|16bitsigned)$/,
  u32: /^(uint32|u32|dword|udint|ulong|unsigned32(bit)?|unsignedlong|unsignedint32|32bitunsigned)$/,
  i32: /^(int32|i32|s32|long|dint|signed32(bit)?|signedlong|signedint32|32bitsigned)$/,
  f32: /^(float32|f32|float|real|real32|single|ieee754|ieee754float|32bitfloat|float4)$/,
  u64: /^(uint64|u64|ulint|qword|unsigned64(bit)?)$/,
  i64: /^(int64|i64|s64|lint|signed64(bit)?)$/,
  f64: /^(float64|f64|double|lreal|real64)$/,
  bit: /^(bit|bool|boolean|coil|binary|digital)$/,
  string: /^(string|ascii|utf8|char|text)$/,
};

/** A type, with the length and the word order that stand beside it in the cell. */
export function typeOf(
  text: string,
): { readonly type: string; readonly length?: number; readonly order?: string } | undefined {
  const order = orderOf(text);
  const length = /[[(](\d{1,3})[\])]/.exec(text)?.[1];
  const bare = text
    .toLowerCase()
    .replace(/[[(].*?[\])]/g, '')
    .replace(/\b(abcd|cdab|badc|dcba|be|le|big|little|endian|swapped)\b/g, '')
    .replace(/[^a-z0-9]/g, '');
  const type = Object.keys(TYPES).find((one) => TYPES[one]!.test(bare));
  if (!type) return undefined;
  return { type, ...(length && { length: Number(length) }), ...(order && { order }) };
}

/** How the map says a word order; undefined where the text says none. */
export function orderOf(text: string): string | undefined {
  const plain = text.toLowerCase();
  if (/cdab|low word first|word swap|swapped/.test(plain)) return 'big-endian, low word first';
  if (/badc|byte swap/.test(plain)) return 'little-endian, high word first';
  if (/dcba|little|\ble\b/.test(plain)) return 'little-endian, low word first';
  if (/abcd|big|\bbe\b/.test(plain)) return 'big-endian, high word first';
  return undefined;
}

/** The table that a cell names: by word, by function code, by leading digit. */
export function tableOf(text: string): Table | undefined {
  const plain = text.toLowerCase();
  if (/discrete|contact|digital in/.test(plain)) return 'discrete';
  if (/coil|digital out/.test(plain)) return 'coil';
  if (/holding/.test(plain)) return 'holding';
  if (/input/.test(plain)) return 'input';
  const code = /^(?:fc\s*)?0?x?0?([1-6]|15|16)\b/.exec(plain)?.[1];
  const byCode: Readonly<Record<string, Table>> = {
    ...{ 1: 'coil', 2: 'discrete', 3: 'holding', 4: 'input' },
    ...{ 5: 'coil', 6: 'holding', 15: 'coil', 16: 'holding' },
  };
  if (/^[0134]x/.test(plain)) return TABLES[plain[0]!];
  return code === undefined ? undefined : byCode[code];
}

/** True where an access cell allows writing. */
export const isWritable = (text: string): boolean =>
  /w/i.test(text.replace(/read[- ]?only/i, '')) || /fc\s*(5|6|15|16)\b/i.test(text);
