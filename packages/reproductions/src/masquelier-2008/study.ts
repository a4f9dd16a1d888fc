import { readReference } from "../reference.ts";
import { simulatePublished } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { drawAfferents, listBySteps, stepsPerMillisecond } from "./afferents.ts";
import { lastOutside, measureDetection } from "./measure.ts";
import { type PatternOptions, patternNetwork } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Masquelier et al. 2008: one neuron finds a pattern in the spikes of its afferents. */
export const masquelier2008: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: {
    pattern: (seed) => measureLearning(seed, { seconds: 36, from: 26 }),
    "pattern, as published": (seed) => measureLearning(seed, { seconds: 450, from: 300 }),
    "nearest pairs": (seed) => measureFailure(seed, { pairing: "nearest" }),
    "all pairs": (seed) => measureFailure(seed, { pairing: "all" }),
    "instantaneous potentials": (seed) => measureFailure(seed, { jumps: true }),
  },
  long: ["pattern, as published"],
};

/** Steps between two readings of the spikes; all durations are multiples of it. */
const takenEvery = 1000;

/** Learn for some seconds and measure the result from a time on. */
async function measureLearning(
  seed: number,
  { seconds, from }: { readonly seconds: number; readonly from: number },
): Promise<Measured> {
  const { times, shown } = await learn(seed, seconds);
  const { hits, falseAlarms, latency } = measureDetection(times, shown, 1000 * from);
  const late = times.filter((t) => t >= 1000 * from).length;
  return {
    "hit rate": hits,
    "false alarms": falseAlarms,
    "spikes in the pattern": 1 - falseAlarms / late,
    latency,
    "time until found": lastOutside(times, shown) / 1000,
    "rate in the first second": times.filter((t) => t < 1000).length,
    "rate at the end": late / (seconds - from),
  };
}

/** Whether the last 5 of 10 s meet the criterion of success; silent neurons do not. */
async function measureFailure(seed: number, options: PatternOptions): Promise<Measured> {
  const { times, shown } = await learn(seed, 10, options);
  const { hits, falseAlarms } = measureDetection(times, shown, 5000);
  return {
    success: hits > 0.98 && falseAlarms === 0 ? 1 : 0,
    "rate at the end": times.filter((t) => t >= 5000).length / 5,
  };
}

/** Send the afferents' spikes step by step; returns the times in ms at which the neuron fires. */
async function learn(
  seed: number,
  seconds: number,
  options: PatternOptions = {},
): Promise<{ readonly times: Float64Array; readonly shown: readonly number[] }> {
  const afferents = drawAfferents(seed, 1000 * seconds);
  const count = 1000 * seconds * stepsPerMillisecond;
  const { starts, spiking } = listBySteps(afferents, count);
  const simulation = await simulatePublished(patternNetwork(options), seed);
  const times: number[] = [];
  for (let step = 0; step < count; step++) {
    await simulation.sendSpikes("inputs", spiking.subarray(starts[step], starts[step + 1]));
    await simulation.advance("0.1 ms");
    if ((step + 1) % takenEvery > 0) continue;
    times.push(...simulation.spikes("neuron").times);
    // Unread spikes would accumulate.
    simulation.spikes("inputs");
  }
  await simulation.close();
  return { times: Float64Array.from(times), shown: afferents.shown };
}
