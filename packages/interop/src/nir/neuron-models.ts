import type { Assignments, NeuronRecord, ParameterRecord } from "@spikeloom/kernel";
import type { NirProfile, NirReset } from "./profiles.ts";

/** A node that becomes a population, or one that adds up what reaches it. */
export type PopulationType = "I" | "IF" | "LI" | "LIF" | "CubaLI" | "CubaLIF" | "Threshold" | "Sum";

/** What decides how a population takes its step. */
export interface StepRules extends NirProfile {
  /** A spike is a pulse of height 1 that lasts a step, or has no width and an area of 1 s. */
  readonly spikes: "pulse" | "dirac";
}

const isPlain = { unit: "1" } as const;
const time = { default: "10 ms", min: "0 ms", exclusive: true } as const;

/** Parameters by the names that NIR gives them; potentials and currents have no unit there. */
const parameters = {
  tau: { ...time, about: "time constant of the potential" },
  tau_mem: { ...time, about: "time constant of the potential" },
  tau_syn: { ...time, about: "time constant of the current" },
  r: { default: 1, about: "resistance" },
  r_rate: { default: "1 Hz", about: "resistance, which is a rate where nothing leaks" },
  v_leak: { default: 0, about: "potential without input" },
  w_in: { default: 1, about: "weight of what comes in" },
  v_threshold: { default: 1, about: "potential above which it spikes" },
  v_reset: { default: 0, about: "potential after a spike" },
  bias: { default: 0, about: "constant that is added to what comes in" },
  bias_later: { default: 0, about: "constant that is added from the second step on" },
  begin: { default: "0 ms", about: "when its first step begins" },
} as const satisfies Readonly<Record<string, ParameterRecord>>;

type ParameterName = keyof typeof parameters;

interface Kind {
  readonly about: string;
  readonly parameters: readonly ParameterName[];
  /** Updates of the state in a step, one after the other. */
  step(rules: StepRules): readonly Assignments[];
  /** What a spike of no width does at once. */
  readonly jump: Assignments;
  readonly hasCurrent?: boolean;
  readonly spikes?: boolean;
  /** What the threshold is raised by in a step. */
  readonly owes?: boolean;
}

const input = "(received + values + bias + where(t + dt / 2 > begin + dt, bias_later, 0))";
const leaks = `v_leak - v + r * ${input}`;
const leak: Kind["step"] = ({ decay }) => [
  {
    v: decay === "euler" ? `v + dt / tau * (${leaks})` : `v + (${leaks}) * (1 - exp(-dt / tau))`,
  },
];
const integrate: Kind["step"] = () => [{ v: `v + dt * r * ${input}` }];
const add: Kind["step"] = () => [{ v: `v + ${input}` }];
// Leaky of snnTorch takes the threshold off before it tests, where the last potential was above it still.
const leakPerStep: Kind["step"] = () => [
  { owed: "where(v > v_threshold, v_threshold, 0)" },
  { v: `0.9 * v + ${input}` },
];

const added = { v: "v + weight" };

const twoStage: Kind["step"] = ({ decay, current, currentLeaks }) => {
  const driven = `${currentLeaks ? "v_leak + " : ""}w_in * ${input}`;
  if (current !== "within") {
    const share = (tau: string): string =>
      decay === "euler" ? `dt / ${tau}` : `(1 - exp(-dt / ${tau}))`;
    const next = `i_syn + ${share("tau_syn")} * (${driven} - i_syn)`;
    const v = `v + ${share("tau_mem")} * (v_leak - v + r * i_syn)`;
    return current === "after" ? [{ i_syn: next }, { v }] : [{ i_syn: next, v }];
  }
  // The current goes on while the potential follows it: both exponentials, also of equal time constants.
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

/** How each type takes a step; I and IF differ between libraries. */
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
    about: "Leaky integrate-and-fire neuron",
    parameters: ["tau", "r", "v_leak", ...spiking],
    spikes: true,
  }),
  CubaLI: () => ({
    about: "Leaky integrator of a current that decays",
    parameters: twoStageNames,
    step: twoStage,
    jump: { i_syn: "i_syn + w_in * weight * second / tau_syn" },
    hasCurrent: true,
  }),
  CubaLIF: (rules) => ({
    ...kinds.CubaLI(rules),
    about: "Leaky integrate-and-fire neuron of a current that decays",
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
    ...{ about: "Sum of what comes in", parameters: [] },
    step: () => [{ v: input }],
    jump: added,
  }),
};

const integrators = {
  rate: { parameters: ["r_rate"], step: integrate, jump: { v: "v + r * weight * second" } },
  sum: { parameters: [], step: add, jump: added },
  snntorch: { parameters: [], step: leakPerStep, owes: true, jump: added },
} as const;

/** Make the model of a type of node under rules of a library. */
export function neuronModel(type: PopulationType, name: string, rules: StepRules): NeuronRecord {
  const { about, parameters: names, step, jump, hasCurrent, spikes, owes } = kinds[type](rules);
  const isDirac = rules.spikes === "dirac";
  const hasLeak = names.includes("v_leak");
  const start = rules.starts === "v_leak" && hasLeak ? "v_leak" : 0;
  const reset = (type === "IF" ? rules.resetOfIf : undefined) ?? rules.reset;
  const used = names.filter((key) => key !== "v_reset" || reset === "value");
  const all: readonly ParameterName[] = [...used, "bias", "bias_later", "begin"];
  const held = (texts: Assignments): Assignments =>
    Object.fromEntries(
      Object.entries(texts).map(([key, text]) => [key, `where(${begun}, ${text}, ${key})`]),
    );
  const state = (text: string): NonNullable<NeuronRecord["state"]>[string] => {
    return { initial: start, ...isPlain, about: text };
  };
  return {
    ...{ kind: "neuron", contract: 1, name },
    about: `${about} of the Neural Intermediate Representation.`,
    cite: ["doi:10.1038/s41467-024-52259-9"],
    parameters: Object.fromEntries(
      all.map((key) => [key === "r_rate" ? "r" : key, parameters[key]]),
    ),
    receptors: {
      spikes: {
        ...{ ...isPlain, about: "spikes, weighted and added up" },
        on: isDirac ? jump : { received: "received + weight" },
      },
    },
    inputs: { values: { ...isPlain, about: "values, weighted and added up" } },
    state: {
      v: state(type === "Sum" ? "what has come in" : "potential"),
      ...(hasCurrent === true && {
        i_syn: { ...state("current"), initial: rules.currentLeaks ? start : 0 },
      }),
      ...(owes === true && { owed: { ...state("what is taken off the potential"), initial: 0 } }),
      received: { initial: 0, ...isPlain, about: "spikes that come in in this step" },
    },
    step: [...step(rules).map(held), { received: "0" }],
    ...(spikes === true && {
      spike: {
        when: `${begun} and v > v_threshold${owes === true ? " + owed" : ""}`,
        ...(type !== "Threshold" && { reset: { v: resets[reset] } }),
      },
    }),
  };
}

/** A population behind others has its first step when they have had theirs. */
const begun = "t + dt / 2 > begin";

const resets: { readonly [Kind in NirReset]: string } = {
  value: "v_reset",
  zero: "0",
  subtract: "v - v_threshold",
};
