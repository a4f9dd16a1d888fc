import { constantValue } from "./builtin-names.ts";
import { exactPower } from "./exact-power.ts";
import type { Expression } from "./expression.ts";
import { operate } from "./operate.ts";

/** Return the value of an exponent that contains only numbers and constants. */
export function constantExponent(
  e: Expression,
  value: ((name: string) => number | undefined) | undefined,
): number | undefined {
  switch (e.kind) {
    case "number":
      return e.value;
    case "name":
      return value?.(e.name) ?? constantValue(e.name);
    case "negate": {
      const of = constantExponent(e.of, value);
      return of === undefined ? undefined : -of;
    }
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
    case "power": {
      const left = constantExponent(e.left, value);
      const right = constantExponent(e.right, value);
      if (left === undefined || right === undefined) return undefined;
      const result = e.kind === "power" ? exactPower(left, right) : operate(e.kind, left, right);
      return result !== undefined && Number.isFinite(result) ? result : undefined;
    }
    default:
      return undefined;
  }
}
