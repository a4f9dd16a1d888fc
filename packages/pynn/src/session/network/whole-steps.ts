import type { Parameters } from "../cells/known-cell.ts";
import type { SessionOptions } from "../session.ts";
import { isLists } from "../values/columns.ts";

/** How finely NEST counts time, in parts of a ms. */
const TICS = 1000;

/**
 * Make refractory periods of PyNN's cells whole steps.
 *
 * NEST rounds them to its tics and then up to the step; the others round to the nearest step, as ours does.
 */
export function wholeSteps(
  parameters: Parameters,
  { convention = "nest", timestep }: SessionOptions,
): Parameters {
  const periods = parameters.get("tau_refrac");
  // Sources have dead times of any length, and native models their own rules.
  const isCell = parameters.has("cm") && periods !== undefined && !isLists(periods);
  if (convention !== "nest" || !isCell) return parameters;
  const tics = Math.max(1, Math.round(timestep * TICS));
  const round = (period: number): number => Math.ceil(Math.round(period * TICS) / tics) * timestep;
  const rounded = typeof periods === "number" ? round(periods) : periods.map(round);
  return new Map([...parameters, ["tau_refrac", rounded]]);
}
