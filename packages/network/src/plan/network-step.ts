import type { NetworkRecord } from "@spikeloom/kernel";
import { parseUnit } from "@spikeloom/units";
import { show, TIME } from "../errors.ts";
import { readScalar } from "../values/scalar.ts";

/** The default step of a network. */
export const DEFAULT_STEP = "0.1 ms";

const { dimension } = parseUnit("ms");

/** Read a time in milliseconds; it must be finite and at least `least`. */
export function readTime(input: unknown, place: string, least = 0): number {
  const time = readScalar(input, { dimension, place });
  if (time >= least && Number.isFinite(time)) return time;
  throw TIME({
    place,
    message: "This time is out of range.",
    expected: `a time from ${least} ms`,
    got: show(input),
  });
}

/** Read the step of a network in milliseconds. */
export function networkStep(network: Pick<NetworkRecord, "dt">): number {
  const step = readTime(network.dt ?? DEFAULT_STEP, "dt");
  if (step > 0) return step;
  const message = "A step must be longer than 0.";
  throw TIME({ place: "dt", message, got: show(network.dt), next: `Use "${DEFAULT_STEP}".` });
}
