import type { SpikeSeries } from "@spikeloom/plots";
import { readReference } from "../reference.ts";
import { runPublished, spikesOf } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { drawAfferents } from "./afferents.ts";
import { lastOutside, measureDetection } from "./measure.ts";
import { type PatternOptions, patternNetwork } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Masquelier et al. 2008: one neuron finds a pattern in the spikes of its afferents. */
export const masquelier2008: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: {
    pattern: (seed) => measureLearning(seed, { seconds: 40, from: 25 }),
    "pattern, as published": (seed) => measureLearning(seed, { seconds: 225, from: 75 }),
    "nearest pairs": (seed) => measureFailure(seed, { pairing: "nearest" }),
    "all pairs": (seed) => measureFailure(seed, { pairing: "all" }),
    "instantaneous potentials": (seed) => measureFailure(seed, { jumps: true }),
  },
  long: ["pattern, as published"],
};

/** Learn for so many seconds and say what comes of it from a time on. */
async function measureLearning(
  seed: number,
  { seconds, from }: { readonly seconds: number; readonly from: number },
): Promise<Measured> {
  const { spikes, shown } = await learn(seed, seconds);
  const { hits, falseAlarms, latency } = measureDetection(spikes.times, shown, 1000 * from);
  const late = spikes.times.filter((t) => t >= 1000 * from).length;
  return {
    "hit rate": hits,
    "false alarms": falseAlarms,
    "spikes in the pattern": 1 - falseAlarms / late,
    latency,
    "time until found": lastOutside(spikes.times, shown) / 1000,
    "rate in the first second": spikes.times.filter((t) => t < 1000).length,
    "rate at the end": late / (seconds - from),
  };
}

/** Whether the last 5 of 15 s meet the criterion of success, by when the paper's rule has nearly done so. */
async function measureFailure(seed: number, options: PatternOptions): Promise<Measured> {
  const { spikes, shown } = await learn(seed, 15, options);
  const { hits, falseAlarms } = measureDetection(spikes.times, shown, 10_000);
  return {
    success: hits > 0.98 && falseAlarms === 0 ? 1 : 0,
    "rate at the end": spikes.times.filter((t) => t >= 10_000).length / 5,
  };
}

async function learn(
  seed: number,
  seconds: number,
  options: PatternOptions = {},
): Promise<{ readonly spikes: SpikeSeries; readonly shown: readonly number[] }> {
  const afferents = drawAfferents(seed, 1000 * seconds);
  const network = patternNetwork(afferents, options);
  const result = await runPublished(network, seed, { for: `${seconds} s` });
  return { spikes: spikesOf(result), shown: afferents.shown };
}
