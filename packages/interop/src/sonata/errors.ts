import { defineError, type ErrorFactory } from "@spikeloom/kernel";

interface Fault {
  /** File, and the place in it. */
  readonly place: string;
  readonly message: string;
  readonly expected?: string;
  readonly got?: string;
  readonly next?: string;
}

/** A configuration of SONATA that does not say what it has to. */
export const SONATA_CONFIG: ErrorFactory<Fault> = defineError("SL_SONATA_CONFIG", (fault) => ({
  ...fault,
  next: fault.next ?? "Correct the configuration; docs/guides/sonata.md shows what is read of it.",
}));

/** A file of nodes, edges, types or spikes that does not hold what it has to. */
export const SONATA_DATA: ErrorFactory<Fault> = defineError("SL_SONATA_DATA", (fault) => ({
  ...fault,
  next:
    fault.next ?? "Look whether the file came whole, and compare it with SONATA's developer guide.",
}));

/** A network of which nothing can be written as SONATA. */
export const SONATA_WRITE: ErrorFactory<Fault> = defineError("SL_SONATA_WRITE", (fault) => ({
  ...fault,
  next: fault.next ?? "docs/guides/sonata.md lists the neurons that are written.",
}));

/** Nodes of a model that there is none for here. */
export const SONATA_MODEL: ErrorFactory<Omit<Fault, "next">> = defineError(
  "SL_SONATA_MODEL",
  (fault) => ({
    ...fault,
    next: "Only point neurons can be run: docs/guides/sonata.md lists their templates.",
  }),
);
