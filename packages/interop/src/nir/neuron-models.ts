import type { Assignments, NeuronRecord, ParameterRecord } from "@spikeloom/kernel";
import type { NirProfile } from "./profiles.ts";
import type { NirReset } from "./rule-names.ts";

/** A node that becomes a population, or one that sums its input. */
export type PopulationType = "I" | "IF" | "LI" | "LIF" | "CubaLI" | "CubaLIF" | "Threshold" | "Sum";

/** Settings that determine how a population takes a step. */
export interface StepRules extends NirProfile {
  /** Spikes are pulses of height 1 for one step, or delta pulses of area 1 s. */
  readonly spikes: "pulse" | "dirac";
}

const isPlain = { unit: "1" } as const;
const time = { default: "10 ms", min: "0 ms", exclusive: true } as const;

/** Parameters under their NIR names; NIR potentials and currents have no units. */
const parameters = {
  tau: { ...time, about: "membrane time constant" },
  tau_mem: { ...time, about: "membrane time constant" },
  tau_syn: { ...time, about: "synaptic time constant" },
  r: { default: 1, about: "resistance" },
  r_rate: { default: "1 Hz", about: "resistance, or a rate for a neuron without leak" },
  v_leak: { default: 0, about: "resting potential" },
  w_in: { default: 1, about: "input weight" },
  v_threshold: { default: 1, about: "spike threshold" },
  v_reset: { default: 0, about: "reset potential" },
  bias: { default: 0, about: "constant added to the input" },
  bias_later: { default: 0, about: "constant added to the input from the second step on" },
  begin: { default: "0 ms", about: "start time of its first step" },
} as const satisfies Readonly<Record<string, ParameterRecord>>;

type ParameterName = keyof typeof parameters;

interface Kind {
  readonly about: string;
  readonly parameters: readonly ParameterName[];
  /** State updates of a step, in order. */
  step(rules: StepRules): readonly Assignments[];
  /** Immediate effect of a delta spike. */
  readonly jump: Assignments;
  readonly hasCurrent?: boolean;
  readonly spikes?: boolean;
  /** Increase of the threshold in a step. */
  readonly owes?: boolean;
}

const input = "(received + values + bias + where(t + dt / 2 > begin + dt, bias_later, 0))";
const leaks = `v_leak - v + r * ${input}`;
/** Fraction of the distance to its steady state that a variable covers in a step. */
const shareOf = ({ decay }: StepRules, tau: string): string =>
  decay === "euler" ? `dt / ${tau}` : `(1 - exp(-dt / ${tau}))`;
const leak: Kind["step"] = (rules) => {
  const share = shareOf(rules, "tau");
  if (rules.drive === "whole") return [{ v: `v + (v_leak - v) * ${share} + ${input}` }];
  const isEuler = rules.decay === "euler";
  return [{ v: isEuler ? `v + ${share} * (${leaks})` : `v + (${leaks}) * ${share}` }];
};
/** A step after which the potential is clipped to the library's lower bound. */
function bounded(step: Steps, { floor }: StepRules): Steps {
  return floor === undefined ? step : inLast(step, (v) => ({ v: `max(${v}, ${floor})` }));
}
const integrate: Kind["step"] = () => [{ v: `v + dt * r * ${input}` }];
const add: Kind["step"] = ({ isBounded }) => [
  { v: isBounded === true ? `max(v + ${input}, -v_threshold)` : `v + ${input}` },
];
// snnTorch's Leaky subtracts the threshold before the test if the previous potential was still above it.
const leakPerStep: Kind["step"] = () => [
  { owed: "where(v > v_threshold, v_threshold, 0)" },
  { v: `0.9 * v + ${input}` },
];

const added = { v: "v + weight" };

const twoStage: Kind["step"] = (rules) => {
  const { current, currentLeaks } = rules;
  const driven = `${currentLeaks ? "v_leak + " : ""}w_in * ${input}`;
  const [ofCurrent, ofPotential] = ["tau_syn", "tau_mem"].map((tau) => shareOf(rules, tau));
  if (rules.drive === "whole") {
    const jumped = `(i_syn + ${input})`;
    const v = `v + (v_leak - v) * ${ofPotential} + i_syn`;
    if (rules.addsAfterDecay === true) {
      return [{ i_syn: `i_syn - i_syn * ${ofCurrent} + ${input}` }, { v }];
    }
    return [{ i_syn: `${jumped} - ${jumped} * ${ofCurrent}` }, { v }];
  }
  if (current !== "within") {
    const next = `i_syn + ${ofCurrent} * (${driven} - i_syn)`;
    const v = `v + ${ofPotential} * (v_leak - v + r * i_syn)`;
    return current === "after" ? [{ i_syn: next }, { v }] : [{ i_syn: next, v }];
  }
  // The current decays while the potential follows it: both exponentials, valid for equal time constants too.
  const gone = "dt / tau_mem * exp(-dt / tau_mem) * exprel(dt / tau_mem - dt / tau_syn)";
  return [
    {
      v: `v + (v_leak + r * (${driven}) - v) * (1 - exp(-dt / tau_mem)) + r * (i_syn - ${driven}) * ${gone}`,
      i_syn: `i_syn + (${driven} - i_syn) * (1 - exp(-dt / tau_syn))`,
    },
  ];
};

const spiking = ["v_threshold", "v_reset"] as const;
const twoStageNames = ["tau_syn", "tau_mem", "r", "v_leak", "w_in"] as const;

/** Step of each node type; I and IF differ between libraries. */
const kinds: { readonly [Type in PopulationType]: (rules: StepRules) => Kind } = {
  I: () => ({ ...integrators.rate, about: "Integrator" }),
  IF: ({ integrates }) => ({
    ...integrators[integrates],
    about: "Integrate-and-fire neuron",
    parameters: [...integrators[integrates].parameters, ...spiking],
    spikes: true,
  }),
  LI: () => ({
    about: "Leaky integrator",
    parameters: ["tau", "r", "v_leak"],
    step: leak,
    jump: { v: "v + r * weight * second / tau" },
  }),
  LIF: (rules) => ({
    ...kinds.LI(rules),
    step: (own) => bounded(leak(own), own),
    about: "Leaky integrate-and-fire neuron",
    parameters: ["tau", "r", "v_leak", ...spiking],
    spikes: true,
  }),
  CubaLI: () => ({
    about: "Leaky integrator of a decaying synaptic current",
    parameters: twoStageNames,
    step: twoStage,
    jump: { i_syn: "i_syn + w_in * weight * second / tau_syn" },
    hasCurrent: true,
  }),
  CubaLIF: (rules) => ({
    ...kinds.CubaLI(rules),
    about: "Leaky integrate-and-fire neuron with a decaying synaptic current",
    parameters: [...twoStageNames, ...spiking],
    spikes: true,
  }),
  Threshold: () => ({
    about: "Threshold",
    parameters: ["v_threshold"],
    step: () => [{ v: input }],
    jump: added,
    spikes: true,
  }),
  Sum: () => ({
    about: "Sum of its input",
    parameters: [],
    step: () => [{ v: input }],
    jump: added,
  }),
};

const integrators = {
  rate: { parameters: ["r_rate"], step: integrate, jump: { v: "v + r * weight * second" } },
  sum: { parameters: [], step: add, jump: added },
  snntorch: { parameters: [], step: leakPerStep, owes: true, jump: added },
} as const;

/** Create the model of a node type under the rules of a library. */
export function neuronModel(type: PopulationType, name: string, rules: StepRules): NeuronRecord {
  const { about, parameters: names, step, jump, hasCurrent, spikes, owes } = kinds[type](rules);
  const isDirac = rules.spikes === "dirac";
  const { resetOfIf, resetOfCuba } = rules;
  const reset = ({ IF: resetOfIf, CubaLIF: resetOfCuba } as Resets)[type] ?? rules.reset;
  const used = names.filter((key) => key !== "v_reset" || reset === "value");
  const start = used.find((key) => key === rules.starts) ?? 0;
  const { state: ownState, after, reset: resets } = spikes === true ? resetsOf[reset] : noReset;
  const all: readonly ParameterName[] = [...used, "bias", "bias_later", "begin"];
  const held = (texts: Assignments): Assignments =>
    Object.fromEntries(
      Object.entries(texts).map(([key, text]) => [key, `where(${begun}, ${text}, ${key})`]),
    );
  const state = (text: string): NonNullable<NeuronRecord["state"]>[string] => {
    return { initial: start, ...isPlain, about: text };
  };
  return {
    kind: "neuron",
    contract: 1,
    name,
    about: `${about} of the Neural Intermediate Representation.`,
    cite: ["doi:10.1038/s41467-024-52259-9"],
    parameters: Object.fromEntries(
      all.map((key) => [key === "r_rate" ? "r" : key, parameters[key]]),
    ),
    receptors: {
      spikes: {
        ...isPlain,
        about: "weighted sum of spikes",
        on: isDirac ? jump : { received: "received + weight" },
      },
    },
    inputs: { values: { ...isPlain, about: "weighted sum of values" } },
    state: {
      v: state(type === "Sum" ? "input received" : "potential"),
      ...(hasCurrent === true && {
        i_syn: { ...state("current"), initial: rules.currentLeaks ? start : 0 },
      }),
      ...Object.fromEntries(
        Object.entries(ownState).map(([key, initial]) => [
          key,
          { ...state("pending effect of a spike on the next step"), initial },
        ]),
      ),
      ...(owes === true && {
        owed: { ...state("amount subtracted from the potential"), initial: 0 },
      }),
      received: { initial: 0, ...isPlain, about: "spikes received in this step" },
    },
    step: [...after(step(rules), hasCurrent === true).map(held), { received: "0" }],
    ...(spikes === true && {
      spike: {
        when: `${begun} and v ${rules.test} v_threshold${owes === true ? " + owed" : ""}`,
        ...(type !== "Threshold" && { reset: resets }),
      },
    }),
  };
}

type Resets = Readonly<Partial<Record<PopulationType, NirReset>>>;

/** A population behind others starts when they have taken their first steps. */
const begun = "t + dt / 2 > begin";

type Steps = readonly Assignments[];

interface ResetKind {
  /** State that passes a spike to the next step, with its initial value. */
  readonly state: Readonly<Record<string, number>>;
  /** The step including the pending effect of a spike. */
  after(step: Steps, hasCurrent: boolean): Steps;
  readonly reset: Assignments;
}

const asItIs = { state: {}, after: (step: Steps): Steps => step } as const;
const noReset: ResetKind = { ...asItIs, reset: {} };

/** Replace the update of the potential, which is in the last group of a step. */
function inLast(step: Steps, change: (v: string) => Assignments): Steps {
  const [{ v = "v", ...others } = {}] = step.slice(-1);
  return [...step.slice(0, -1), { ...others, ...change(v) }];
}

const resetsOf: { readonly [Kind in NirReset]: ResetKind } = {
  value: { ...asItIs, reset: { v: "v_reset" } },
  zero: { ...asItIs, reset: { v: "0" } },
  subtract: { ...asItIs, reset: { v: "v - v_threshold" } },
  // snnTorch's Leaky resets the potential before adding its input, Synaptic after.
  "zero-later": {
    state: { kept: 1 },
    after: (step, hasCurrent) =>
      hasCurrent
        ? inLast(step, (v) => ({ v: `kept * (${v})`, kept: "1" }))
        : [{ v: "kept * v", kept: "1" }, ...step],
    reset: { kept: "0" },
  },
  "subtract-later": {
    state: { less: 0 },
    after: (step) => inLast(step, (v) => ({ v: `${v} - less`, less: "0" })),
    reset: { less: "v_threshold" },
  },
  "subtract-before": {
    state: { less: 0 },
    after: (step) => inLast(step, (v) => ({ v: v.replace(/\bv\b/g, "(v - less)"), less: "0" })),
    reset: { less: "v_threshold" },
  },
};
