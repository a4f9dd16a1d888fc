import type { StimulusRecord } from "@spikeloom/kernel";
import type { PopulationInput } from "./projection.ts";

type OfKind<Kind extends StimulusRecord["kind"]> = Extract<StimulusRecord, { kind: Kind }>;

/** What a stimulus can be given beside its target. */
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

/** Drive each neuron with Poisson spikes of its own. */
export function poissonInput(
  into: PopulationInput,
  options: StimulusOptions<"poisson">,
): StimulusDraft {
  return { kind: "poisson", into, ...options };
}

/** Drive with a current that is a formula of time. */
export function formulaInput(
  into: PopulationInput,
  options: StimulusOptions<"formula">,
): StimulusDraft {
  return { kind: "formula", into, ...options };
}

/** Drive with a current that changes at given times. */
export function stepInput(into: PopulationInput, options: StimulusOptions<"steps">): StimulusDraft {
  return { kind: "steps", into, ...options };
}

/** Drive with samples at a fixed interval. */
export function timeArrayInput(
  into: PopulationInput,
  options: StimulusOptions<"time-array">,
): StimulusDraft {
  return { kind: "time-array", into, ...options };
}

/** Drive with a sine. */
export function sineInput(into: PopulationInput, options: StimulusOptions<"sine">): StimulusDraft {
  return { kind: "sine", into, ...options };
}

/** Drive with Gaussian noise that is held for a while. */
export function noiseInput(
  into: PopulationInput,
  options: StimulusOptions<"noise">,
): StimulusDraft {
  return { kind: "noise", into, ...options };
}
