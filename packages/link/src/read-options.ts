import { LINK_VALUE } from "./errors.ts";

/** Read a 64-bit number that must be exact in double precision. */
export function wholeNumber(value: bigint | undefined, place: string): number | undefined {
  const number = value === undefined ? undefined : Number(value);
  if (number === undefined || Number.isSafeInteger(number)) return number;
  const expected = `an integer up to ${Number.MAX_SAFE_INTEGER}`;
  throw LINK_VALUE({ place, expected, got: `${value}`, example: "1" });
}

/** Find a text among the allowed ones. */
export function oneOf<Name extends string>(
  value: string | undefined,
  names: readonly Name[],
  place: string,
): Name | undefined {
  const found = names.find((name) => name === value);
  if (value === undefined || found !== undefined) return found;
  throw LINK_VALUE({ place, expected: names.join(", "), got: value, example: `"${names[0]}"` });
}
