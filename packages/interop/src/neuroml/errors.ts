import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A NeuroML value that is not a quantity or has the wrong dimension. */
export const NML_QUANTITY: ErrorFactory<{
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NML_QUANTITY", ({ place, expected, got }) => ({
  message: "This value is not valid here in NeuroML.",
  place,
  expected,
  got,
  next: "Write a number with a NeuroML unit, such as -70mV, 2 ms or 0.5e-3 uS.",
}));

/** A NeuroML element without a required attribute or child. */
export const NML_ATTRIBUTE: ErrorFactory<{
  readonly place: string;
  readonly element: string;
  readonly attribute: string;
}> = defineError("SL_NML_ATTRIBUTE", ({ place, element, attribute }) => ({
  message: `This ${element} has no ${attribute}.`,
  place,
  expected: `"${attribute}", which the NeuroML schema requires`,
  got: "none",
  next: "Validate the file against the schema, for example with pynml -validate.",
}));

/** A NeuroML reference with a missing or unsuitable target. */
export const NML_REFERENCE: ErrorFactory<{
  readonly place: string;
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NML_REFERENCE", ({ place, what, expected, got }) => ({
  message: `${what}.`,
  place,
  expected,
  got,
  next: "Correct the id, or include the file that defines it.",
}));

/** An unsupported NeuroML feature. */
export const NML_UNSUPPORTED: ErrorFactory<{
  readonly place: string;
  readonly what: string;
  readonly reason: string;
}> = defineError("SL_NML_UNSUPPORTED", ({ place, what, reason }) => ({
  message: `${what} is not supported: ${reason}.`,
  place,
  expected: "cells with one compartment, and components of NeuroML 2.3.1",
  got: what.replace(/,$/, ""),
  next: "Simplify it, or run it with jNeuroML or NEURON.",
}));

/** A network that NeuroML cannot represent at all. */
export const NML_WRITE: ErrorFactory<{
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NML_WRITE", (fault) => ({
  ...fault,
  place: "populations",
  message:
    "The NeuroML file would be empty: no population consists of neurons with a NeuroML component.",
  next: "Use --to lems, which supports any equations. If this is a LEMS file that includes a NeuroML file, convert the included file.",
}));
