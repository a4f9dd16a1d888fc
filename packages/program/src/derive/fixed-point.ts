import type { Expression } from "@spikeloom/equations";
import { NOT_DERIVED } from "../errors.ts";
import { binary, number, select } from "../tree.ts";

/** Multiples of 2^-`fraction`, stored in an integer of `bits` including the sign. */
export interface FixedPoint {
  readonly bits: number;
  readonly fraction: number;
}

/** Treatment of numbers between two multiples and beyond the range. */
export interface Rounding {
  /** `nearest` rounds ties up, `down` rounds toward minus infinity. */
  readonly rounding: "nearest" | "down" | "toward-zero";
  /** Saturate at the end of the range, or wrap modulo 2^bits. */
  readonly overflow: "saturate" | "wrap";
}

/** A number format with its rounding and overflow rules. */
export interface Rounded extends FixedPoint, Rounding {}

/** Maximum width at which products of two such numbers, and their rounding, are exact in f64. */
const mostBits = 26;

/** Reject formats whose products doubles cannot represent. */
export function checkFormat({ bits, fraction }: FixedPoint, what: string): void {
  const isWhole = Number.isInteger(bits) && Number.isInteger(fraction);
  if (isWhole && bits >= 2 && bits <= mostBits && Math.abs(fraction) <= 64) return;
  throw NOT_DERIVED({
    message: `The format of ${what} has ${bits} bits, ${fraction} of them fractional.`,
    next: `Use 2 to ${mostBits} bits, so that products are exact in f64.`,
  });
}

/** Round an expression with ordinary operations, so that all targets agree bit for bit. */
export function rounded(
  value: Expression,
  { bits, fraction, rounding, overflow }: Rounded,
): Expression {
  const span = 2 ** bits;
  const scaled = binary("multiply", value, number(2 ** fraction));
  const multiple = roundings[rounding](scaled);
  const kept = overflow === "saturate" ? clipped(multiple, span) : wrapped(multiple, span);
  return binary("multiply", kept, number(2 ** -fraction));
}

/** Round a number to the same bits as the expression form. */
export function roundedNumber(
  value: number,
  { bits, fraction, rounding, overflow }: Rounded,
): number {
  const span = 2 ** bits;
  const multiple = ofNumbers[rounding](value * 2 ** fraction);
  const least = -span / 2;
  const kept =
    overflow === "saturate"
      ? Math.min(Math.max(multiple, least), span / 2 - 1)
      : multiple - span * Math.floor((multiple - least) / span);
  return kept * 2 ** -fraction;
}

const ofNumbers: Readonly<Record<Rounding["rounding"], (value: number) => number>> = {
  nearest: (value) => Math.floor(value + 0.5),
  down: Math.floor,
  "toward-zero": Math.trunc,
};

const call = (text: string, ...args: readonly Expression[]): Expression => ({
  kind: "call",
  name: text,
  args,
});

const roundings: Readonly<Record<Rounding["rounding"], (value: Expression) => Expression>> = {
  nearest: (value) => call("floor", binary("add", value, number(0.5))),
  down: (value) => call("floor", value),
  "toward-zero": (value) => call("int", value),
};

function clipped(value: Expression, span: number): Expression {
  return call("clip", value, number(-span / 2), number(span / 2 - 1));
}

function wrapped(value: Expression, span: number): Expression {
  const rest = binary("modulo", value, number(span));
  return select(
    binary("less", rest, number(span / 2)),
    rest,
    binary("subtract", rest, number(span)),
  );
}
