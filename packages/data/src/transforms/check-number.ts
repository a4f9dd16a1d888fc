import { DATA_OPTION } from "../errors.ts";

/** Constraint on a number. */
interface Limits {
  readonly least: number;
  readonly most?: number;
  readonly whole?: boolean;
}

/** Check a numeric option; throws `SL_DATA_OPTION`. */
export function checkNumber(place: string, value: number, limits: Limits): number {
  const { least, most = Number.MAX_VALUE, whole = false } = limits;
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  const kind = whole ? "a whole number" : "a number";
  const upTo = most === Number.MAX_VALUE ? "" : ` to ${most}`;
  throw DATA_OPTION({ place, expected: `${kind} from ${least}${upTo}`, got: String(value) });
}
