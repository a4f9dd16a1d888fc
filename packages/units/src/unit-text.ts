import { UNIT_SYNTAX, UNKNOWN_UNIT } from "./errors.ts";
import { nearestUnit } from "./nearest-unit.ts";
import { findUnit, multiplyUnits, one, powerUnit, type Unit } from "./unit.ts";

interface Reader {
  /** The complete text from the user; columns count in it from 1. */
  readonly text: string;
  position: number;
}

// Larger powers are typing errors; the bound also keeps all exponents far from overflow.
const MAX_POWER = 20;
const MAX_EXPONENT = 300;
const MAX_LENGTH = 200;

const SPACE = /[\t ]*/y;
const NAME = /[A-Za-z\u00b5\u03bc\u03a9\u2126]+[23]?(?![\w\u00b5\u03bc\u03a9\u2126])/y;
const WORD = /[\p{L}\p{N}_%\u00b0]+/uy;
const POWER = /\*\*|\^/y;
const TIMES = /\*(?!\*)|[/\u00b7]/y;
const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)/y;

/**
 * Parse a unit expression: `mV`, `nS/cm^2`, `mV*ms**-1`, `1/(Mohm*ms)`, `1`.
 *
 * Division and multiplication have equal precedence, from left to right. `from` is the start of the unit inside a longer text, so
 * that columns in errors count from that text's start.
 */
export function parseUnit(text: string, from = 0): Unit {
  if (typeof text !== "string") {
    throw syntax({ text: typeof text, position: 0 }, "A unit must be given as text.");
  }
  const reader: Reader = { text, position: from };
  if (text.length > MAX_LENGTH) throw syntax(reader, "The unit is too long.");
  const own = text.slice(from);
  const found = known.get(own);
  if (found !== undefined) return found;
  const unit = readProduct(reader);
  if (reader.position < text.length) throw unexpected(reader);
  const parsed: Unit = Object.freeze({ ...unit, symbol: own.trim() });
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(own, parsed);
  return parsed;
}

/** Cache of parsed units: a network has thousands of values in a few units. */
const known = new Map<string, Unit>();
const MOST_KNOWN = 1000;

function readProduct(reader: Reader): Unit {
  let unit = readPower(reader);
  for (let sign = match(reader, TIMES); sign !== undefined; sign = match(reader, TIMES)) {
    const next = readPower(reader);
    unit = bounded(reader, multiplyUnits(unit, sign === "/" ? powerUnit(next, -1) : next));
  }
  return unit;
}

function readPower(reader: Reader): Unit {
  const unit = readFactor(reader);
  if (match(reader, POWER) === undefined) return unit;
  const start = reader.position;
  const bracket = match(reader, /\(/y) !== undefined;
  const number = match(reader, NUMBER);
  if (number === undefined) throw syntax(reader, "A power needs a number after it.");
  const power = Number(number);
  if (Math.abs(power) > MAX_POWER) throw syntax({ ...reader, position: start }, "Power too large.");
  if (unit.factor !== 1 && !Number.isInteger(power)) {
    throw syntax({ ...reader, position: start }, "Minutes and hours take integer powers only.");
  }
  if (bracket) close(reader);
  return bounded(reader, powerUnit(unit, power));
}

function readFactor(reader: Reader): Unit {
  if (match(reader, /\(/y) !== undefined) {
    const unit = readProduct(reader);
    close(reader);
    return unit;
  }
  if (match(reader, /1(?![\w.])/y) !== undefined) return one;
  const start = reader.position;
  const name = match(reader, NAME);
  const unit = name === undefined ? undefined : findUnit(name);
  if (unit !== undefined) return unit;
  reader.position = start;
  const word = name ?? match(reader, WORD);
  reader.position = start;
  if (word === undefined) throw unexpected(reader);
  if (/^\d/.test(word)) throw syntax(reader, "The only number that may stand in a unit is 1.");
  throw UNKNOWN_UNIT({
    name: word,
    text: reader.text,
    column: start + 1,
    near: nearestUnit(word),
  });
}

function close(reader: Reader): void {
  if (match(reader, /\)/y) === undefined) throw syntax(reader, 'A closing ")" is missing.');
}

function bounded(reader: Reader, unit: Unit): Unit {
  const size = Math.max(Math.abs(unit.exponent), ...unit.dimension.map(Math.abs));
  if (!(size <= MAX_EXPONENT)) throw syntax(reader, "The powers of the unit are too large.");
  if (!(unit.factor > 0 && unit.factor < Number.MAX_VALUE)) {
    throw syntax(reader, "The powers of the unit are too large.");
  }
  return unit;
}

/** Skip blanks, then consume a match of the sticky expression and the blanks after it. */
function match(reader: Reader, pattern: RegExp): string | undefined {
  skip(reader);
  pattern.lastIndex = reader.position;
  const found = pattern.exec(reader.text)?.[0];
  if (found === undefined) return undefined;
  reader.position += found.length;
  skip(reader);
  return found;
}

function skip(reader: Reader): void {
  SPACE.lastIndex = reader.position;
  reader.position += SPACE.exec(reader.text)?.[0].length ?? 0;
}

function unexpected(reader: Reader): Error {
  const character = String.fromCodePoint(reader.text.codePointAt(reader.position) ?? 32);
  return reader.position >= reader.text.length
    ? syntax(reader, "The unit ends too early.")
    : syntax(reader, `"${character}" cannot stand here in a unit.`);
}

function syntax(reader: Readonly<Reader>, problem: string): Error {
  return UNIT_SYNTAX({ problem, text: reader.text, column: reader.position + 1 });
}
