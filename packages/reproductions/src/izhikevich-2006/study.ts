import { dominantFrequency, firingRate, type SpikeSeries } from "@spikeloom/analysis";
import { readReference } from "../reference.ts";
import { simulatePublished } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { sizes } from "./draw-network.ts";
import { polychronousNetwork } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Izhikevich 2006: spikes of the first second, then rates, weights and rhythm of the polychronous network. */
export const izhikevich2006: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: {
    "first second": measureFirstSecond,
    "first minute": measureFirstMinute,
    "five minutes": measureFiveMinutes,
  },
  long: ["five minutes"],
};

/** The spikes of the published program with `srand(0)`, whatever the seed of this run. */
async function measureFirstSecond(): Promise<Measured> {
  const { excitatory, inhibitory } = await runNetwork(0, 1);
  return {
    "excitatory spikes": excitatory.times.length,
    "inhibitory spikes": inhibitory.times.length,
    "sum over spikes": weighted(excitatory, 0) + weighted(inhibitory, sizes.excitatory),
  };
}

async function measureFirstMinute(seed: number): Promise<Measured> {
  const { excitatory, inhibitory, strong } = await runNetwork(seed, 60);
  const last = { from: 50_000, until: 60_000 };
  return {
    "excitatory rate": firingRate(excitatory, { window: last }),
    "inhibitory rate": firingRate(inhibitory, { window: last }),
    "strong synapses": strong,
  };
}

async function measureFiveMinutes(seed: number): Promise<Measured> {
  const { excitatory, inhibitory, strong } = await runNetwork(seed, 300);
  const last = { from: 100_000, until: 300_000 };
  const rhythm = { window: { from: 100_000, until: 160_000 } };
  return {
    "excitatory rate": firingRate(excitatory, { window: last }),
    "inhibitory rate": firingRate(inhibitory, { window: last }),
    "strong synapses": strong,
    rhythm: dominantFrequency(inhibitory, rhythm).frequency,
  };
}

async function runNetwork(
  seed: number,
  seconds: number,
): Promise<{
  readonly excitatory: SpikeSeries;
  readonly inhibitory: SpikeSeries;
  /** Percentage of the synapses between excitatory neurons with at least 9 of 10 mV. */
  readonly strong: number;
}> {
  const simulation = await simulatePublished(polychronousNetwork(seed, seconds));
  await simulation.advance(`${seconds} s`);
  const strong = (await simulation.weights("E->E")).values.filter((weight) => weight > 9).length;
  const of = (label: string, size: number): SpikeSeries => ({
    label,
    size,
    ...simulation.spikes(label),
  });
  const excitatory = of("E", sizes.excitatory);
  const inhibitory = of("I", sizes.inhibitory);
  await simulation.close();
  return { excitatory, inhibitory, strong: (100 * strong) / (sizes.excitatory * sizes.synapses) };
}

/** A sum that changes if any spike has another time or neuron. */
function weighted({ times, neurons }: SpikeSeries, offset: number): number {
  return times.reduce((sum, time, k) => sum + (time + 1) * ((neurons[k] ?? 0) + offset + 1), 0);
}
