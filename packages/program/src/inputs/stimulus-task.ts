import type { Chosen, ResolvedPopulation } from "@spikeloom/network";

/** Context for lowering a stimulus. */
export interface StimulusContext {
  /** Its index among the network's stimuli. */
  readonly index: number;
  readonly population: Pick<ResolvedPopulation, "model" | "size"> & { readonly name: string };
  readonly dt: number;
  readonly seed: number;
  /** Resolve values for this many targets only, the first ones. */
  readonly first?: number | undefined;
}

/** A stimulus being lowered. */
export interface StimulusTask extends StimulusContext {
  readonly place: string;
  readonly targets: Chosen;
  readonly port: string;
}
