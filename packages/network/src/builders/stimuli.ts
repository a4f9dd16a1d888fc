import { checkOptionNames, type OptionNames, type StimulusRecord } from "@spikeloom/kernel";
import type { PopulationInput } from "./projection.ts";

type OfKind<Kind extends StimulusRecord["kind"]> = Extract<StimulusRecord, { kind: Kind }>;

/** Options of a stimulus, besides its target. */
export type StimulusOptions<Kind extends StimulusRecord["kind"]> = Omit<
  OfKind<Kind>,
  "kind" | "into"
>;

/** A stimulus whose target is not named yet; `network` names it. */
export type StimulusDraft = {
  [Kind in StimulusRecord["kind"]]: StimulusOptions<Kind> & {
    readonly kind: Kind;
    readonly into: PopulationInput;
  };
}[StimulusRecord["kind"]];

/** Options for each kind of stimulus. */
const names: { readonly [Kind in StimulusRecord["kind"]]: OptionNames<StimulusOptions<Kind>> } = {
  poisson: {
    neurons: true,
    receptor: true,
    rate: true,
    count: true,
    counts: true,
    weight: true,
    start: true,
    stop: true,
  },
  formula: { neurons: true, input: true, value: true, parameters: true, start: true, stop: true },
  steps: { neurons: true, input: true, times: true, values: true },
  "time-array": { neurons: true, input: true, values: true, every: true, start: true },
  sine: {
    neurons: true,
    input: true,
    amplitude: true,
    frequency: true,
    offset: true,
    phase: true,
    start: true,
    stop: true,
  },
  noise: {
    neurons: true,
    input: true,
    mean: true,
    sd: true,
    every: true,
    shared: true,
    start: true,
    stop: true,
  },
};

/** Drive each neuron with its own Poisson spikes. */
export function poissonInput(
  into: PopulationInput,
  options: StimulusOptions<"poisson">,
): StimulusDraft {
  checkOptionNames(options, names.poisson, "poissonInput");
  return { kind: "poisson", into, ...options };
}

/** Drive with a current given as a formula of time. */
export function formulaInput(
  into: PopulationInput,
  options: StimulusOptions<"formula">,
): StimulusDraft {
  checkOptionNames(options, names.formula, "formulaInput");
  return { kind: "formula", into, ...options };
}

/** Drive with a current that changes at given times. */
export function stepInput(into: PopulationInput, options: StimulusOptions<"steps">): StimulusDraft {
  checkOptionNames(options, names.steps, "stepInput");
  return { kind: "steps", into, ...options };
}

/** Drive with samples at a fixed interval. */
export function timeArrayInput(
  into: PopulationInput,
  options: StimulusOptions<"time-array">,
): StimulusDraft {
  checkOptionNames(options, names["time-array"], "timeArrayInput");
  return { kind: "time-array", into, ...options };
}

/** Drive with a sine wave. */
export function sineInput(into: PopulationInput, options: StimulusOptions<"sine">): StimulusDraft {
  checkOptionNames(options, names.sine, "sineInput");
  return { kind: "sine", into, ...options };
}

/** Drive with Gaussian noise that is held between updates. */
export function noiseInput(
  into: PopulationInput,
  options: StimulusOptions<"noise">,
): StimulusDraft {
  checkOptionNames(options, names.noise, "noiseInput");
  return { kind: "noise", into, ...options };
}
