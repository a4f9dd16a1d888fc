import type { Chosen, ResolvedPopulation } from "@spikeloom/network";

/** Context for lowering a stimulus. */
export interface StimulusContext {
  /** Its position among the network's stimuli. */
  readonly index: number;
  readonly population: Pick<ResolvedPopulation, "model" | "size"> & { readonly name: string };
  readonly dt: number;
  readonly seed: number;
  /** Read values for so many targets alone, the first ones. */
  readonly first?: number | undefined;
}

/** A stimulus that is being lowered. */
export interface StimulusTask extends StimulusContext {
  readonly place: string;
  readonly targets: Chosen;
  readonly port: string;
}
