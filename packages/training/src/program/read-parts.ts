import type { Readout } from "@spikeloom/kernel";

/** Steps in which a population matters: the first, and the one after the last. */
export interface ActiveSteps {
  readonly from: number;
  readonly until: number;
}

/** The outputs of a network, and the populations whose spikes are counted. */
export interface ReadParts {
  readonly readout: Readout;
  readonly counted: readonly string[];
}
