import type { FunctionCode } from "./function.ts";
import { type Instruction, instructions } from "./instructions.ts";
import type { ImmediateKind } from "./opcodes.ts";
import { typeCodes, type ValueType } from "./types.ts";

/** Names of what the instructions of a module refer to by index. */
export interface TextNames {
  /** Identifiers by index, with the `$`. */
  readonly functions: readonly string[];
  /** Describes an address; returns nothing if it is unknown. */
  readonly placeOf: (address: number) => string | undefined;
}

/** Write a function as text that assemblers accept; `head` is its first line. */
export function functionText(code: FunctionCode, head: string, names: TextNames): string {
  const { locals, body } = code;
  const parameters = code.builder.signature.params.length;
  const known = locals.map(({ name, index }) => {
    const isNumbered = name === `local${index}` || name === `constant${index}`;
    return `$${identifier(name)}${isNumbered ? "" : `.${index}`}`;
  });
  const typed = (from: number, until: number, word: string): string =>
    locals
      .slice(from, until)
      .map(({ type }, k) => ` (${word} ${known[from + k]} ${type})`)
      .join("");
  const { results } = code.builder.signature;
  const given = results.length === 0 ? "" : ` (result ${results.join(" ")})`;
  const declared = locals
    .slice(parameters)
    .map((_, k) => `   ${typed(parameters + k, parameters + k + 1, "local")}`);
  const lines = instructionLines(body(), { ...names, locals: known });
  return [`  ${head}${typed(0, parameters, "param")}${given}`, ...declared, ...lines, "  )"].join(
    "\n",
  );
}

/** Keep the characters that an identifier may contain. */
export function identifier(name: string): string {
  return name.replaceAll(/[^\w!#$%&'*+./:<=>?@\\^`|~-]/gu, "_");
}

interface CodeNames extends TextNames {
  readonly locals: readonly string[];
}

/** Reads what follows the opcodes. */
interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function instructionLines(bytes: Uint8Array, names: CodeNames): readonly string[] {
  const cursor: Cursor = { bytes, at: 0 };
  const lines: string[] = [];
  let depth = 2;
  while (cursor.at < bytes.length) {
    const { text, opens = 0, closes = 0 } = nextInstruction(cursor, names);
    depth -= closes;
    lines.push(`${"  ".repeat(depth)}${text}`);
    depth += opens;
  }
  return lines;
}

interface Line {
  readonly text: string;
  /** Levels that begin after it, and that end before it. */
  readonly opens?: number;
  readonly closes?: number;
}

function nextInstruction(cursor: Cursor, names: CodeNames): Line {
  const code = u8(cursor);
  const structured = structure[code];
  if (structured !== undefined) return structured(cursor, names);
  if (!prefixes.has(code)) return { text: plain(0, code, cursor, names) };
  const sub = u32(cursor);
  if (code !== 0xfd || sub !== 0x0c) return { text: plain(code, sub, cursor, names) };
  return { text: `v128.const i8x16 ${bytesOf(cursor, 16).join(" ")}` };
}

const prefixes: ReadonlySet<number> = new Set([0xfc, 0xfd]);

const byCode: ReadonlyMap<string, Instruction> = new Map(
  [...instructions.values()].map((one) => [`${one.prefix} ${one.code}`, one]),
);

function plain(prefix: number, code: number, cursor: Cursor, names: CodeNames): string {
  const instruction = byCode.get(`${prefix} ${code}`);
  if (instruction === undefined) throw new TypeError(`no instruction ${prefix} ${code}`);
  return instruction.name + immediates[instruction.immediate](cursor, instruction, names);
}

const immediates: Readonly<
  Record<ImmediateKind, (cursor: Cursor, of: Instruction, names: CodeNames) => string>
> = {
  none: () => "",
  reserved: (cursor, { parameter }) => {
    bytesOf(cursor, parameter);
    return "";
  },
  memory: (cursor, of, names) => access(cursor, of, names),
  lane: (cursor) => ` ${u8(cursor)}`,
  memoryLane: (cursor, of, names) => {
    const where = access(cursor, of, names);
    const [attributes, comment] = where.split(" ;; ");
    return `${attributes} ${u8(cursor)}${comment === undefined ? "" : ` ;; ${comment}`}`;
  },
  shuffle: (cursor) =>
    bytesOf(cursor, 16)
      .map((lane) => ` ${lane}`)
      .join(""),
};

function access(cursor: Cursor, { parameter }: Instruction, { placeOf }: CodeNames): string {
  const power = u32(cursor);
  const offset = u32(cursor);
  const place = placeOf(offset);
  const align = power === parameter ? "" : ` align=${2 ** power}`;
  return `${offset === 0 ? "" : ` offset=${offset}`}${align}${place === undefined ? "" : ` ;; ${place}`}`;
}

type Write = (cursor: Cursor, names: CodeNames) => Line;

const ofLocal =
  (word: string): Write =>
  (cursor, { locals }) => ({ text: `local.${word} ${locals[u32(cursor)]}` });
const ofGlobal =
  (word: string): Write =>
  (cursor) => ({ text: `global.${word} ${u32(cursor)}` });
const numbered =
  (word: string): Write =>
  (cursor) => ({ text: `${word} ${u32(cursor)}` });
const word =
  (text: string): Write =>
  () => ({ text });
const opening =
  (text: string): Write =>
  (cursor) => {
    const type = typeNames.get(u8(cursor));
    return { text: type === undefined ? text : `${text} (result ${type})`, opens: 1 };
  };

const typeNames: ReadonlyMap<number, ValueType> = new Map(
  Object.entries(typeCodes).map(([type, code]) => [code, type as ValueType]),
);

/** The instructions that need context. */
const structure: Readonly<Record<number, Write>> = {
  2: opening("block"),
  3: opening("loop"),
  4: opening("if"),
  5: () => ({ text: "else", closes: 1, opens: 1 }),
  11: () => ({ text: "end", closes: 1 }),
  12: numbered("br"),
  13: numbered("br_if"),
  15: word("return"),
  16: (cursor, { functions }) => ({ text: `call ${functions[u32(cursor)]}` }),
  26: word("drop"),
  27: word("select"),
  32: ofLocal("get"),
  33: ofLocal("set"),
  34: ofLocal("tee"),
  35: ofGlobal("get"),
  36: ofGlobal("set"),
  65: (cursor) => ({ text: `i32.const ${signed(cursor)}` }),
  66: (cursor) => ({ text: `i64.const ${signed(cursor)}` }),
  67: (cursor) => ({ text: `f32.const ${floatText(viewOf(cursor, 4).getFloat32(0, true))}` }),
  68: (cursor) => ({ text: `f64.const ${floatText(viewOf(cursor, 8).getFloat64(0, true))}` }),
};

/** Write a number so that assemblers preserve all its bits. */
export function floatText(value: number): string {
  if (Object.is(value, -0)) return "-0";
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

function u8(cursor: Cursor): number {
  return cursor.bytes[cursor.at++] as number;
}

function u32(cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = u8(cursor);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
}

function signed(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; ; shift += 7n) {
    const byte = u8(cursor);
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asIntN(Number(shift) + 7, value);
  }
}

function bytesOf(cursor: Cursor, count: number): readonly number[] {
  cursor.at += count;
  return [...cursor.bytes.subarray(cursor.at - count, cursor.at)];
}

function viewOf(cursor: Cursor, count: number): DataView {
  cursor.at += count;
  return new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset + cursor.at - count, count);
}
