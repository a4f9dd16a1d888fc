import { firingRate, powerSpectrum, rateHistogram, type SpikeSeries } from "@spikeloom/analysis";
import { readReference } from "../reference.ts";
import { runPublished, spikesOf } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { izhikevichNetwork } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Izhikevich 2003: rates and rhythms of the network of 1000 neurons. */
export const izhikevich2003: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: { network: measureNetwork },
};

async function measureNetwork(seed: number): Promise<Measured> {
  const result = await runPublished(izhikevichNetwork(), seed);
  const [excitatory, inhibitory] = [spikesOf(result, 0), spikesOf(result, 1)];
  const window = { from: 0, until: result.duration };
  return {
    "excitatory rate": firingRate(excitatory, { window }),
    "inhibitory rate": firingRate(inhibitory, { window }),
    alpha: strongest(excitatory, result.duration, [4, 16]),
    gamma: strongest(excitatory, result.duration, [25, 60]),
  };
}

/** The frequency of greatest power within a band, in Hz. */
function strongest(
  series: SpikeSeries,
  until: number,
  [low, high]: readonly [number, number],
): number {
  const { rates } = rateHistogram(series, { window: { from: 0, until }, bin: 1 });
  const { frequencies, power } = powerSpectrum(rates, { bin: 1, segment: 512 });
  let at = -1;
  frequencies.forEach((frequency, k) => {
    const isInside = frequency >= low && frequency <= high;
    if (isInside && (at < 0 || (power[k] ?? 0) > (power[at] ?? 0))) at = k;
  });
  return frequencies[at] ?? Number.NaN;
}
