import { readReference } from "../reference.ts";
import { runPublished, traceOf } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import {
  potentialNetwork,
  releaseNetwork,
  spikes,
  type TrainName,
  timeOfSpike,
  trains,
} from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Tsodyks, Pawelzik and Markram 1998: release of synapses in a regular train, and the response. */
export const tsodyks1998: Study = {
  reference: readReference(json),
  isRandom: false,
  parts: {
    "depression at 20 Hz": () => measureRelease("depression at 20 Hz"),
    "facilitation at 20 Hz": () => measureRelease("facilitation at 20 Hz"),
    "facilitation at 70 Hz": () => measureRelease("facilitation at 70 Hz"),
    potential: measurePotential,
  },
};

async function measureRelease(name: TrainName): Promise<Measured> {
  const train = trains[name];
  const { times, values } = traceOf(await runPublished(releaseNetwork(train)), "sum");
  // The sum right before a spike is sent.
  const before = Array.from({ length: spikes + 1 }, (_, k) => {
    const sample = times.findLastIndex((time) => time < timeOfSpike(k, train) - 0.05);
    return values[sample] ?? Number.NaN;
  });
  const released = before.slice(1).map((sum, k) => {
    return [`release ${k + 1}`, sum - (before[k] ?? Number.NaN)] as const;
  });
  return Object.fromEntries(released);
}

async function measurePotential(): Promise<Measured> {
  const { times, values } = traceOf(await runPublished(potentialNetwork()), "v");
  const sampled = Array.from(times, (time, k) => [`v(${+time.toFixed(1)})`, values[k]] as const);
  return Object.fromEntries(sampled) as Measured;
}
