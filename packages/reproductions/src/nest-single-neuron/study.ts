import type { NeuronRecord } from "@spikeloom/kernel";
import { lifCurrAlpha, lifCurrExp } from "@spikeloom/neurons";
import type { Result } from "@spikeloom/simulate";
import { readReference } from "../reference.ts";
import { runPublished, spikesOf, traceOf } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { peak, type Trace } from "../trace-features.ts";
import {
  adaptiveExponential,
  adaptiveThreshold,
  directCurrent,
  distances,
  equalTimeConstants,
  singlePotential,
  switchedCurrent,
  twoNeurons,
} from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Single neurons as fixed by NEST's unit tests: potentials and spike times. */
export const nestSingleNeuron: Study = {
  reference: readReference(json),
  isRandom: false,
  parts: {
    "alpha, direct current": () => measureDirect(lifCurrAlpha),
    "exponential, direct current": () => measureDirect(lifCurrExp),
    "switched current": measureSwitched,
    "any resolution": measureResolutions,
    "two neurons": measureTwo,
    "largest potential": measurePeak,
    "equal time constants, alpha": () => measureEqual(lifCurrAlpha),
    "equal time constants, exponential": () => measureEqual(lifCurrExp),
    "adaptive threshold": measureThreshold,
    "adaptive exponential": measureExponential,
  },
};

async function measureDirect(model: NeuronRecord): Promise<Measured> {
  const result = await runPublished(directCurrent(model, "1000 pA"));
  const v = traceOf(result, "v");
  return {
    "v(0.1)": at(v, 0.1),
    "v(0.2)": at(v, 0.2),
    "v(4.7)": at(v, 4.7),
    spike: firstSpike(result),
    "v(6.8)": at(v, 6.8),
    "v(6.9)": at(v, 6.9),
  };
}

async function measureSwitched(): Promise<Measured> {
  const result = await runPublished(switchedCurrent());
  const v = traceOf(result, "v");
  return {
    "v(0.2)": at(v, 0.2),
    "v(0.3)": at(v, 0.3),
    spike: firstSpike(result),
    "v(7.0)": at(v, 7),
    "v(7.1)": at(v, 7.1),
  };
}

async function measureResolutions(): Promise<Measured> {
  const measured: Record<string, number> = {};
  for (const dt of ["0.1 ms", "0.2 ms", "0.5 ms", "1 ms"]) {
    const result = await runPublished(directCurrent(lifCurrAlpha, "1450 pA", dt));
    const v = traceOf(result, "v");
    measured[`${dt}, spike`] = firstSpike(result);
    measured[`${dt}, v(1.0)`] = at(v, 1);
    measured[`${dt}, v(2.0)`] = at(v, 2);
  }
  return measured;
}

async function measureTwo(): Promise<Measured> {
  const result = await runPublished(twoNeurons());
  const v = traceOf(result, "v", 1);
  return {
    "spike of the first": firstSpike(result),
    "v(4.0)": at(v, 4),
    "v(5.0)": at(v, 5),
    "v(6.0)": at(v, 6),
    "v(7.0)": at(v, 7),
    "v(9.0)": at(v, 9),
  };
}

async function measurePeak(): Promise<Measured> {
  const result = await runPublished(singlePotential());
  return { "greatest v": peak(traceOf(result, "v")) };
}

async function measureEqual(model: typeof lifCurrAlpha | typeof lifCurrExp): Promise<Measured> {
  const result = await runPublished(equalTimeConstants(model));
  const samples = result.recordings[0]?.samples.get("v");
  const row = samples?.times.findIndex((time) => Math.abs(time - 7) < 1e-9) ?? -1;
  const entries = distances.map((distance, neuron) => {
    const value = samples?.values[row * distances.length + neuron];
    return [`${distance} ms`, value ?? Number.NaN] as const;
  });
  return Object.fromEntries(entries);
}

async function measureThreshold(): Promise<Measured> {
  const result = await runPublished(adaptiveThreshold());
  const steps = result.recordings[0]?.spikes?.steps ?? new Int32Array(0);
  const [first, second, third] = steps;
  return {
    "first spike": first ?? Number.NaN,
    "second spike": second ?? Number.NaN,
    "third spike": third ?? Number.NaN,
  };
}

async function measureExponential(): Promise<Measured> {
  const result = await runPublished(adaptiveExponential());
  const [v, w] = [traceOf(result, "v"), traceOf(result, "w")];
  return {
    "v(5)": at(v, 5),
    "v(10)": at(v, 10),
    "v(15)": at(v, 15),
    "w(15)": at(w, 15),
    spike: firstSpike(result),
  };
}

function firstSpike(result: Result): number {
  return spikesOf(result).times[0] ?? Number.NaN;
}

/** The sample at a time in ms; NaN if there is none. */
function at({ times, values }: Trace, time: number): number {
  const k = times.findIndex((sampled) => Math.abs(sampled - time) < 1e-9);
  return values[k] ?? Number.NaN;
}
