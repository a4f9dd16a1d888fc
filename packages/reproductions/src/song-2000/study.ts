import { firingRate, meanIntervalVariation } from "@spikeloom/analysis";
import { readReference } from "../reference.ts";
import { runPublished, spikesOf } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { lastValues } from "../synapse-values.ts";
import { greatest, songNetwork } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Song, Miller and Abbott 2000: competition of synapses, and the stable rate that results. */
export const song2000: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: {
    "100 s": (seed) => measureCompetition("100 s", seed),
    "1000 s": (seed) => measureCompetition("1000 s", seed),
  },
  long: ["1000 s"],
};

async function measureCompetition(duration: string, seed: number): Promise<Measured> {
  const result = await runPublished(songNetwork(duration), seed);
  const spikes = spikesOf(result);
  const last = { from: result.duration - 10_000, until: result.duration };
  const weights = lastValues(result, "learning").map((weight) => weight / greatest);
  return {
    "rate in the first second": firingRate(spikes, { window: { from: 0, until: 1000 } }),
    "rate in the last 10 s": firingRate(spikes, { window: last }),
    "CV in the last 10 s": meanIntervalVariation(spikes, { window: last }).mean,
    "mean weight": weights.reduce((sum, weight) => sum + weight, 0) / weights.length,
    "share below a tenth": share(weights, (weight) => weight < 0.1),
    "share above nine tenths": share(weights, (weight) => weight > 0.9),
  };
}

function share(values: Float64Array, holds: (value: number) => boolean): number {
  return values.filter(holds).length / values.length;
}
