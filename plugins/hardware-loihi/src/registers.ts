import type { LoihiDialect } from "./dialects.ts";

/** Largest magnitude of a signed number of 24 bits, plus one. */
const most = 2 ** 23;

/** A register after a step without input: its magnitude is cut towards zero. */
export function decayed(register: string, kept: string): string {
  return `sign(${register}) * floor(abs(${register}) * (${kept}) / 4096)`;
}

/** A number modulo 2^bits, as two's complement. */
export function wrapped(value: string, bits: number): string {
  const half = 2 ** (bits - 1);
  return `(${value} + ${half}) % ${2 * half} - ${half}`;
}

/** The current as its register holds it. The second form wraps only once, as Lava does. */
export const wrappedCurrent: Readonly<Record<LoihiDialect["keptEnd"], string>> = {
  least: wrapped("u_next", 24),
  greatest: `u_next - where(u_next > ${most}, ${2 * most}, 0) + where(u_next <= -${most}, ${2 * most}, 0)`,
};

/** A number within the range of a register of 24 bits, without its least value. */
export function limited(value: string): string {
  return `clip(${value}, ${1 - most}, ${most - 1})`;
}

/** Test whether a number needs more than 24 bits. */
export function exceeds(value: string): string {
  return `abs(${value}) >= ${most}`;
}
