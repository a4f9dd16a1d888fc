import type { Options } from "../generated/simulation.ts";
import { oneOf, wholeNumber } from "../read-options.ts";
import type { ServedOptions } from "./loaded.ts";

/** Read the run options; missing ones are left to the network. */
export function servedOptions(
  options: Options | undefined,
): Omit<ServedOptions, "from" | "sink" | "onPrepare"> {
  const { seed, trial, precision, tier, onDivergence, ...rest } = options ?? {};
  const { backend, dt, convention, workers, shards, memory, keep, revisable } = rest;
  return {
    seed: wholeNumber(seed, "options.seed"),
    trial: wholeNumber(trial, "options.trial"),
    precision: oneOf(precision, ["f64", "f32"], "options.precision"),
    tier: oneOf(tier, ["exact", "compact", "packed"], "options.tier"),
    onDivergence: oneOf(onDivergence, ["stop", "warn"], "options.on_divergence"),
    backend,
    dt,
    convention,
    workers,
    shards,
    memory,
    keep,
    revisable,
  };
}
