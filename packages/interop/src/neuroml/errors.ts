import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A value in a NeuroML file that is no quantity, or one of another kind. */
export const NML_QUANTITY: ErrorFactory<{
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NML_QUANTITY", ({ place, expected, got }) => ({
  message: "This value is not what NeuroML has here.",
  place,
  expected,
  got,
  next: "Write a number and a unit of NeuroML, such as -70mV, 2 ms or 0.5e-3 uS.",
}));

/** An element of a NeuroML file that lacks an attribute or a child. */
export const NML_ATTRIBUTE: ErrorFactory<{
  readonly place: string;
  readonly element: string;
  readonly attribute: string;
}> = defineError("SL_NML_ATTRIBUTE", ({ place, element, attribute }) => ({
  message: `This ${element} has no ${attribute}.`,
  place,
  expected: `"${attribute}", which the schema of NeuroML asks for`,
  got: "none",
  next: "Validate the file against the schema, for example with pynml -validate.",
}));

/** A reference in a NeuroML file to something that is not there, or that does not fit. */
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

/** Something of NeuroML that cannot be run here. */
export const NML_UNSUPPORTED: ErrorFactory<{
  readonly place: string;
  readonly what: string;
  readonly reason: string;
}> = defineError("SL_NML_UNSUPPORTED", ({ place, what, reason }) => ({
  message: `${what} cannot be read: ${reason}.`,
  place,
  expected: "cells of one compartment, and components of NeuroML 2.3.1",
  got: what.replace(/,$/, ""),
  next: "Simplify it, or run it with jNeuroML or NEURON.",
}));

/** A network of which NeuroML can say nothing. */
export const NML_WRITE: ErrorFactory<{
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NML_WRITE", (fault) => ({
  ...fault,
  place: "populations",
  message:
    "A file of NeuroML would be empty: no population has neurons that are a component of it.",
  next: "Write it by --to lems, which takes any equations; of a file of LEMS that includes one of NeuroML, convert the included one.",
}));
