import type { Value } from "@spikeloom/kernel";
import { parseQuantity } from "@spikeloom/units";

/** Find the unit that a value is written in; `1` if it has none. */
export function ownUnit(value: Value): string {
  if (typeof value === "string" || typeof value === "number") {
    return parseQuantity(value).unit.symbol;
  }
  if (Array.isArray(value)) return value.length > 0 ? ownUnit(value[0]) : "1";
  if ("unit" in value) return value.unit ?? "1";
  if (!("draw" in value)) return "1";
  const first = value.mean ?? value.low ?? value.scale ?? value.min;
  return first === undefined ? "1" : ownUnit(first);
}
