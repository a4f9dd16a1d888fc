import { firingRate, rateHistogram, type SpikeSeries } from "@spikeloom/analysis";
import { readReference } from "../reference.ts";
import { runPublished, spikesOf } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { burstNetwork } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Tsodyks, Uziel and Markram 2000: bursts of a whole population, caused by depressing synapses. */
export const tsodyks2000: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: {
    // NEST has run exactly this network: it is the same for every seed of the study.
    "one network": () => measureOne(),
    "many networks": measureBursts,
  },
};

async function measureOne(): Promise<Measured> {
  const result = await runPublished(burstNetwork(), 1);
  const [excitatory, inhibitory] = [spikesOf(result, 0), spikesOf(result, 1)];
  const bursts = findBursts(excitatory, { from: 0, until: result.duration });
  return {
    "excitatory spikes": excitatory.times.length,
    "inhibitory spikes": inhibitory.times.length,
    "sum of step times neuron, excitatory": checksum(excitatory),
    "sum of step times neuron, inhibitory": checksum(inhibitory),
    bursts: bursts.length,
    ...Object.fromEntries(bursts.map((time, k) => [`burst ${k + 1}`, time] as const)),
  };
}

/** Changes if any spike is of another neuron or in another step of 0.1 ms; neurons count from 1. */
function checksum({ neurons, times }: SpikeSeries): number {
  return times.reduce((sum, time, k) => sum + Math.round(10 * time) * ((neurons[k] ?? 0) + 1), 0);
}

async function measureBursts(seed: number): Promise<Measured> {
  const result = await runPublished(burstNetwork(), seed);
  // The first second carries the start from rest.
  const window = { from: 1000, until: result.duration };
  return {
    "excitatory rate": firingRate(spikesOf(result, 0), { window }),
    "inhibitory rate": firingRate(spikesOf(result, 1), { window }),
    "rate of bursts": (1000 * findBursts(spikesOf(result, 0), window).length) / 10_000,
  };
}

/** Width of a bin in ms, and the rate in Hz at which a fifth of all neurons fire within one. */
const bin = 5;
const high = (0.2 / bin) * 1000;

/** Minimum time from the end of a burst to the next in ms. */
const apart = 50;

/** Starts of population bursts in ms: bins in which a fifth of all neurons fire. */
function findBursts(
  series: SpikeSeries,
  window: { readonly from: number; readonly until: number },
): readonly number[] {
  const { rates } = rateHistogram(series, { window, bin });
  const starts: number[] = [];
  let last = -Infinity;
  for (const [k, rate] of rates.entries()) {
    if (rate < high - 1e-9) continue;
    const time = window.from + k * bin;
    if (time - last > apart) starts.push(time);
    last = time;
  }
  return starts;
}
