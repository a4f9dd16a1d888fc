import type { Readout } from "@spikeloom/kernel";

/** Steps in which a population matters: the first, and the one after the last. */
export interface ActiveSteps {
  readonly from: number;
  readonly until: number;
}

/** What is read of a network, and whose spikes are counted. */
export interface ReadParts {
  readonly readout: Readout;
  readonly counted: readonly string[];
}
