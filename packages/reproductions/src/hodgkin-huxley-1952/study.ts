import { readReference } from "../reference.ts";
import { runPublished } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { finalRate, peak, type Trace, trough, upwardCrossings } from "../trace-features.ts";
import { pulseNetwork, stepCurrents, stepNetwork } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Hodgkin and Huxley 1952: rest, action potentials and firing rates of the squid axon. */
export const hodgkinHuxley1952: Study = {
  reference: readReference(json),
  isRandom: false,
  parts: { steps: measureSteps, pulses: measurePulses },
};

async function measureSteps(): Promise<Measured> {
  const { recordings, duration } = await runPublished(stepNetwork());
  const samples = recordings[0]?.samples;
  const measured: Record<string, number> = {};
  stepCurrents.forEach((current, neuron) => {
    const traceOf = (variable: string): Trace => {
      const all = samples?.get(variable);
      const size = stepCurrents.length;
      const times = all?.times ?? new Float64Array(0);
      return { times, values: times.map((_, k) => all?.values[k * size + neuron] ?? Number.NaN) };
    };
    const v = traceOf("v");
    const crossings = upwardCrossings(v, 0);
    measured[`${current}: spikes`] = crossings.length;
    measured[`${current}: rate`] = finalRate(crossings, duration);
    measured[`${current}: first spike`] = crossings[0] ?? Number.NaN;
    measured[`${current}: second spike`] = crossings[1] ?? Number.NaN;
    measured[`${current}: third spike`] = crossings[2] ?? Number.NaN;
    measured[`${current}: fourth spike`] = crossings[3] ?? Number.NaN;
    measured[`${current}: greatest v`] = peak(v);
    measured[`${current}: least v`] = trough(v);
    const end = Math.round(200 / 0.01) - 1;
    for (const variable of ["v", "m", "h", "n"]) {
      measured[`${current}: ${variable} at 200 ms`] = traceOf(variable).values[end] ?? Number.NaN;
    }
  });
  return measured;
}

async function measurePulses(): Promise<Measured> {
  const { recordings } = await runPublished(pulseNetwork());
  const neurons = [...(recordings[0]?.spikes?.neurons ?? [])];
  return {
    "below threshold: spikes": neurons.filter((neuron) => neuron === 0).length,
    "above threshold: spikes": neurons.filter((neuron) => neuron === 1).length,
  };
}
