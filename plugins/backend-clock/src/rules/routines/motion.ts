import {
  type Builder,
  expressionValue,
  type LinearMotion,
  movedLinearly,
  type Value,
} from "@spikeloom/code";
import { placed } from "../../placed.ts";
import type { BuiltMotion } from "../built-motion.ts";
import { levelAddress, levelBits } from "../motion-table.ts";
import { joined, type Names, timeOf } from "./writer.ts";

/** Move variables over some steps; gives all names, those that move with their new values. */
export function moved(b: Builder, motion: BuiltMotion, names: Names, steps: Value): Names {
  const { states, own, precision, dt } = motion;
  if (states.length + own.length === 0) return names;
  const span = b.keep("steps", steps);
  const linear = states.length === 0 ? names : movedLinearly(b, tablesOf(motion), names, span);
  if (own.length === 0) return linear;
  const elapsed = timeOf(b, span, { type: precision, dt });
  const given = { type: precision, names: joined(linear, new Map([["elapsed", elapsed]])) };
  const next = own.map(({ state, next: value }) => {
    return [state, expressionValue(b, value, given)] as const;
  });
  return joined(linear, b.keepAll(new Map(next)));
}

/** Where the coefficients of a motion lie. */
function tablesOf({ states, entries, precision: type }: BuiltMotion): LinearMotion {
  const terms = entries.map((entry) => {
    const names = states[entry.system] ?? [];
    return {
      to: names[entry.to] ?? "",
      from: entry.from === undefined ? undefined : names[entry.from],
      levels: levelBits.map((_, level) =>
        placed("coefficient", type, { address: levelAddress(entry, level, type) }),
      ),
    };
  });
  return { type, states: states.flat(), terms, bits: levelBits };
}
