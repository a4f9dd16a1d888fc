import { defineError, type ErrorFactory } from "@spikeloom/kernel";

interface Fault {
  /** File, and place in it. */
  readonly place: string;
  readonly message: string;
  readonly expected?: string;
  readonly got?: string;
  readonly next?: string;
}

/** A SONATA configuration with missing or invalid entries. */
export const SONATA_CONFIG: ErrorFactory<Fault> = defineError("SL_SONATA_CONFIG", (fault) => ({
  ...fault,
  next: fault.next ?? "Correct the configuration; see docs/guides/sonata.md for supported entries.",
}));

/** A file of nodes, edges, types or spikes with unexpected contents. */
export const SONATA_DATA: ErrorFactory<Fault> = defineError("SL_SONATA_DATA", (fault) => ({
  ...fault,
  next:
    fault.next ??
    "Check that the file is complete, and compare it with the SONATA developer guide.",
}));

/** A network without anything that can be written as SONATA. */
export const SONATA_WRITE: ErrorFactory<Fault> = defineError("SL_SONATA_WRITE", (fault) => ({
  ...fault,
  next: fault.next ?? "See docs/guides/sonata.md for the neurons that can be written.",
}));

/** Nodes without an equivalent model. */
export const SONATA_MODEL: ErrorFactory<Omit<Fault, "next">> = defineError(
  "SL_SONATA_MODEL",
  (fault) => ({
    ...fault,
    next: "Only point neurons are supported; see docs/guides/sonata.md for their templates.",
  }),
);
