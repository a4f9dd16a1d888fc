import { RESULT_SHAPE } from "./errors.ts";

/** Refuse a dataset whose length differs from that of its group. */
export function sameLength(
  path: string,
  inside: string,
  { expected, got }: { readonly expected: number; readonly got: number },
): void {
  if (expected === got) return;
  throw RESULT_SHAPE({ path, inside, expected: `${expected} numbers`, got: String(got) });
}
