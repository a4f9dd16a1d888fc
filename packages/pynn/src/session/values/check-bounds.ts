import { SESSION_VALUE } from "../../errors.ts";
import type { Bounds } from "../../map/bounds.ts";
import { type Entry, isLists } from "./columns.ts";

/** Allowed values of a parameter. */
interface Bounded {
  readonly bounds?: Bounds | undefined;
  readonly unit: string;
}

/** Refuse values that the model of a parameter does not allow, when they are set. */
export function checkBounds({ bounds, unit }: Bounded, entry: Entry, place: string): void {
  if (bounds === undefined) return;
  const { min, max, exclusive = false } = bounds;
  const low = min ?? Number.NEGATIVE_INFINITY;
  const high = max ?? Number.POSITIVE_INFINITY;
  const isOutside = (value: number): boolean =>
    exclusive
      ? (min !== undefined && value <= low) || (max !== undefined && value >= high)
      : value < low || value > high;
  const values = typeof entry === "number" ? [entry] : isLists(entry) ? entry.values : entry;
  const found = values.findIndex(isOutside);
  if (found < 0) return;
  const shown = unit === "1" ? "" : ` ${unit}`;
  const ends = [
    ...(min === undefined ? [] : [`${exclusive ? "above" : "at least"} ${min}${shown}`]),
    ...(max === undefined ? [] : [`${exclusive ? "below" : "at most"} ${max}${shown}`]),
  ];
  throw SESSION_VALUE({
    place: values.length > 1 ? `${place}[${found}]` : place,
    message: "The value is outside the bounds of the model.",
    expected: ends.join(", "),
    got: `${values[found]}${shown}`,
    next: "Use a value within the bounds.",
  });
}
