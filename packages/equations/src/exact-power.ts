import type { Expression } from "./expression.ts";
import { hostFunctions } from "./functions/host.ts";
import { javascriptF64 } from "./functions/javascript.ts";
import { hasProducts, powerByProducts } from "./functions/products.ts";
import { simplify } from "./simplify.ts";

/** Return the value of an exponent that contains only numbers, or undefined. */
export function knownExponent(e: Expression): number | undefined {
  if (e.kind === "number") return e.value;
  if (e.kind === "name") return undefined;
  const folded = simplify(e, { functions: hostFunctions });
  return folded.kind === "number" ? folded.value : undefined;
}

/** Compute `base**exponent` if it is defined by products and roots, else undefined. */
export function exactPower(base: number, exponent: number): number | undefined {
  return hasProducts(exponent) ? powerByProducts(javascriptF64, base, exponent) : undefined;
}
