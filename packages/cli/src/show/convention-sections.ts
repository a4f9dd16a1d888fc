import type { ConventionRecord, Phase } from "@spikeloom/kernel";
import { spikeTimesRounding } from "@spikeloom/network";
import type { Section } from "../print/sections.ts";

/** Describe the named conventions, one line each. */
export const conventionAbout: Readonly<Record<string, string>> = {
  nest: "Steps as NEST's grid-based neurons do; the default.",
  brian2: "Steps as Brian2's default schedule does.",
  neuron: "Steps as NEURON's fixed-step method does under PyNN.",
  nengo: "Steps as Nengo's reference simulator does.",
  frameworks: "Steps as layers of machine-learning frameworks do.",
};

/** Describe a convention: each switch in words. */
export function conventionSections(convention: ConventionRecord): readonly Section[] {
  const { order, spikeStamp, threshold, refractory, arrivals, delay } = convention;
  const { multiplicity, inputHold, sampleAt } = convention;
  return [
    {
      title: "A step from t to t + dt",
      rows: order.map((phase, k) => [`${k + 1}. ${phases[phase]}`]),
    },
    {
      title: "Switches",
      rows: [
        ["spikeStamp", spikeStamp, `a spike of this step carries the time ${ends[spikeStamp]}`],
        ["threshold", threshold, thresholds[threshold]],
        ["refractory.countOffset", String(refractory.countOffset), countText(refractory)],
        ["refractory.rounding", refractory.rounding ?? "nearest", refractoryRounding(refractory)],
        [
          "refractory.blocksWrites",
          String(refractory.blocksWrites),
          `what arrives ${refractory.blocksWrites ? "is lost on" : "still changes"} held variables`,
        ],
        ["arrivals", arrivals ?? "apart", arrivalTexts[arrivals ?? "apart"]],
        ["delay.least", String(delay.least), leastText(convention)],
        ["delay.rounding", delay.rounding, roundings[delay.rounding]],
        ["delay.countOffset", String(delay.countOffset ?? 0), delayCounts[delay.countOffset ?? 0]],
        ["spikeTimes.rounding", spikeTimesRounding(convention), timesText(convention)],
        ["multiplicity", multiplicity, multiplicities[multiplicity]],
        ["inputHold", inputHold, holds[inputHold]],
        ["sampleAt", sampleAt, `recorded variables are those ${samples[sampleAt]}`],
      ],
    },
  ];
}

const phases: Readonly<Record<Phase, string>> = {
  arrive: "arrive: spikes act on their targets after their delay",
  integrate: "integrate: the equations are advanced from t to t + dt",
  threshold: "threshold: the spike condition is tested",
  reset: "reset: neurons that spiked are reset",
};

const ends = { start: "t", end: "t + dt" } as const;

const samples = {
  start: "before the step, stamped t",
  end: "after the step, stamped t + dt",
} as const;

const thresholds: Readonly<Record<ConventionRecord["threshold"], string>> = {
  "as-written": "the model's own comparison",
  greater: "above the threshold, not at it (>)",
  "greater-or-equal": "at the threshold or above it (>=)",
};

const roundings: Readonly<Record<ConventionRecord["delay"]["rounding"], string>> = {
  nearest: "a delay is rounded to the nearest step",
  "half-up": "a delay becomes int(delay / dt + 0.5) steps, in floating point",
  floor: "a delay is cut to whole steps",
  exact: "a delay must be a multiple of the step",
};

const delayCounts: Readonly<Record<0 | -1, string>> = {
  0: "all steps of a delay lie between the spike's step and the arrival",
  [-1]: "the step of the spike counts as the first of its delay",
};

const multiplicities: Readonly<Record<ConventionRecord["multiplicity"], string>> = {
  count: "a source neuron may send several spikes in a step",
  one: "a source neuron sends at most one spike in a step",
};

const arrivalTexts: Readonly<Record<"apart" | "in-increment", string>> = {
  apart: "arriving spikes are added to a variable after its step",
  "in-increment": "arriving spikes are added to the increment of a model's own step first",
};

const holds: Readonly<Record<ConventionRecord["inputHold"], string>> = {
  start: "an input is held over a step at its value at t",
  end: "an input is held over a step at its value at t + dt",
  previous: "an input is held over a step at its value at t - dt",
};

function countText({ countOffset }: ConventionRecord["refractory"]): string {
  return countOffset === 0
    ? "held for all steps of the refractory time after the step of the spike"
    : "held for one step less, since the step of the spike counts";
}

function refractoryRounding({ rounding = "nearest" }: ConventionRecord["refractory"]): string {
  return `the refractory time is ${refractoryRoundings[rounding]}`;
}

const refractoryRoundings = {
  nearest: "rounded to the nearest step",
  floor: "cut to whole steps",
  up: "rounded up to whole steps",
} as const;

function timesText(convention: ConventionRecord): string {
  return `a given spike time between two steps ${timesTexts[spikeTimesRounding(convention)]}`;
}

const timesTexts = {
  nearest: "goes to the nearest one",
  floor: "goes to the one before",
  up: "goes to the one after",
} as const;

function leastText({ delay, order }: ConventionRecord): string {
  if (delay.least === 1) return "the shortest delay is one step";
  return order.indexOf("arrive") > order.indexOf("threshold")
    ? "a delay may be 0: it acts in the same step, after the threshold test"
    : "a delay may be 0: it acts in the step that follows the spike's stamp";
}
