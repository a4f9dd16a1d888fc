import type { Trainable } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { TrainingProgram } from "../program/training-program.ts";
import { valueInputs } from "../program/value-inputs.ts";
import { checkReadout } from "../readout/check-readout.ts";
import type { TrainingRequest } from "./training-request.ts";

/** Refuse requests that a network does not support. */
export function checkRequest(request: TrainingRequest, program: TrainingProgram): void {
  const {
    readout,
    trainable,
    surrogate,
    clip,
    precision = "f32",
    values = [],
    workers = 1,
  } = request;
  checkReadout(readout, program);
  const spikes = program.populations.some(({ forward }) => forward.spikes !== undefined);
  if (surrogate === undefined && spikes) {
    throw TRAINING_OPTION({
      place: "surrogate",
      message: "Without a surrogate, no gradient passes a spike.",
      expected: "a surrogate",
      got: "nothing",
      next: 'Set one by name: "surrogate": "snntorch/atan" in a training file, surrogateOf("snntorch/atan") in a script.',
    });
  }
  const resets = typeof surrogate?.reset === "object" ? surrogate.reset : [];
  const unknown = resets.find((one) => !program.populations.some(({ states }) => states.has(one)));
  if (unknown !== undefined) refuse("surrogate.reset", "variables of a population", unknown);
  if (clip !== undefined && !(clip > 0 && Number.isFinite(clip))) {
    refuse("clip", "a finite number above 0", String(clip));
  }
  if (!(Number.isInteger(workers) && workers >= 1)) {
    refuse("workers", "an integer of at least 1", String(workers));
  }
  if (precision !== "f32" && precision !== "f64") refuse("precision", "f32, f64", precision);
  checkTrainable(trainable);
  const known = valueInputs(program);
  const odd = values.find((one) => !known.includes(one));
  if (odd !== undefined) refuse("values", "continuous inputs as population.input", odd);
}

function checkTrainable(trainable: readonly Trainable[]): void {
  if (trainable.length === 0) refuse("trainable", "at least one", "none");
  const names = trainable.map((one) =>
    "projection" in one
      ? `"${one.variable}" of "${one.projection}"`
      : `"${one.parameter}" of "${one.population}"`,
  );
  const twice = names.findIndex((name, k) => names.indexOf(name) < k);
  if (twice >= 0) refuse(`trainable[${twice}]`, "each once", `${names[twice]} again`);
}

function refuse(place: string, expected: string, got: string): never {
  throw TRAINING_OPTION({ place, message: "Invalid training option.", expected, got });
}
