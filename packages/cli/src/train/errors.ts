import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file that is no training, or has another structure. */
export const TRAINING_FILE: ErrorFactory<{
  place: string;
  message: string;
  expected?: string | undefined;
  got?: string | undefined;
  next?: string | undefined;
}> = defineError("SL_TRAINING_FILE", (text) => text);

/** Samples whose spikes come after the duration of the network, and are omitted. */
export const TRAINING_LATE: ErrorFactory<{ duration: string; got: string }> = defineError(
  "SL_TRAINING_LATE",
  ({ duration, got }) => ({
    message: "Some spikes of samples are later than the network's duration and are discarded.",
    place: "network.duration",
    expected: `all spikes before ${duration}`,
    got,
    next: 'Increase the network\'s "duration", or limit the duration of samples with "for" of the encoder.',
  }),
);

/** Values of samples beyond the encoded range. */
export const TRAINING_CLIPPED: ErrorFactory<{ got: string }> = defineError(
  "SL_TRAINING_CLIPPED",
  ({ got }) => ({
    message: "Values of samples are beyond the encoded range, and are clipped to it.",
    place: "encoder.range",
    expected: "a range that contains all values",
    got,
    next: 'Set such a "range" of the encoder; "beyond": "refuse" makes this an error.',
  }),
);

/** Damaged event files of which the intact events are used. */
export const TRAINING_DAMAGE: ErrorFactory<{ got: string }> = defineError(
  "SL_TRAINING_DAMAGE",
  ({ got }) => ({
    message: "Some event files are damaged; their intact events are used, in order of time.",
    place: "data.damage",
    expected: "intact files",
    got,
    next: 'Get the complete files, or set "damage": "refuse" to make this an error.',
  }),
);

/** Neurons of a layer that are identical at the start and remain so. */
export const TRAINING_ALIKE: ErrorFactory<{ population: string; projections: string }> =
  defineError("SL_TRAINING_ALIKE", ({ population, projections }) => ({
    message: `The neurons of "${population}" are identical and receive the same gradients, so they learn as one neuron.`,
    place: projections,
    expected: "different initial weights",
    got: "one weight for all connections",
    next: 'Draw them, such as "weight": { "draw": "normal", "mean": "0 mV", "sd": "0.5 mV" }.',
  }));

/** A training that needs more memory than allowed. */
export const TRAINING_MEMORY: ErrorFactory<{ bytes: string; parts: string; bound: string }> =
  defineError("SL_TRAINING_MEMORY", ({ bytes, parts, bound }) => ({
    message: "The training needs more memory than allowed.",
    place: "the training",
    expected: `at most ${bound}`,
    got: `about ${bytes}: ${parts}`,
    next: 'Shorten the "duration", use a longer "dt", smaller populations or fewer --workers, or raise --memory.',
  }));

/** A training file refers to an unknown name; `fromPlugin` if a plugin can provide it. */
export const TRAINING_NAME: ErrorFactory<{
  place: string;
  known: readonly string[];
  got: string;
  nearest?: string | undefined;
  fromPlugin?: boolean;
}> = defineError("SL_TRAINING_NAME", ({ place, known, got, nearest, fromPlugin }) => ({
  message: "This name does not exist.",
  place,
  expected: known.join(", "),
  got,
  next: nextOfName(nearest, fromPlugin),
}));

function nextOfName(nearest: string | undefined, fromPlugin = false): string {
  if (nearest !== undefined) return `Did you mean "${nearest}"?`;
  return fromPlugin
    ? "Name one of them, or load the plugin that contains it: --plugin NAME, or add it to the stack."
    : "Name one of them.";
}

/** A file from which a training cannot resume. */
export const TRAINING_STATE: ErrorFactory<{
  file: string;
  message: string;
  expected?: string | undefined;
  got?: string | undefined;
}> = defineError("SL_TRAINING_STATE", ({ file, ...text }) => ({
  ...text,
  place: file,
  next: "Train without --resume, or with the same file and --out as before.",
}));

/** A file that is no trained network, because its record is missing. */
export const TRAINED_FILE: ErrorFactory<{ file: string; path: string; reason: string }> =
  defineError("SL_TRAINED_FILE", ({ file, path, reason }) => ({
    message: `The record of the training cannot be read: ${reason}.`,
    place: file,
    expected: `a record of spikeloom train at ${path}`,
    got: reason,
    next: "Use a network written by spikeloom train, with its record in the same folder.",
  }));

/** A trained network whose plasticity rules would continue to learn from the samples of the comparison. */
export const PLASTIC_COMPARED: ErrorFactory<{ file: string; projections: readonly string[] }> =
  defineError("SL_PLASTIC_COMPARED", ({ file, projections }) => ({
    message:
      "Its plasticity rules continue to learn, so each sample would be presented to a different network.",
    place: file,
    expected: "a network with fixed weights",
    got: `rules of ${projections.map((one) => `"${one}"`).join(", ")}`,
    next: 'Remove "plasticity" from these projections in a copy of the network, with its record in the same folder; the record contains the test score of the learner itself.',
  }));

/** A trained network whose assignment of neurons to classes only its learner knows. */
export const CLASSES_COMPARED: ErrorFactory<{ file: string }> = defineError(
  "SL_CLASSES_COMPARED",
  ({ file }) => ({
    message:
      "The assignment of its neurons to classes is in the state of the training, not in the network.",
    place: file,
    expected: "a network whose outputs are labels",
    got: 'a learner with "classes"',
    next: "Compare the test scores in the records of the trainings.",
  }),
);
