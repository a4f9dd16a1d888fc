import { defineError, type ErrorFactory } from "@spikeloom/kernel";
import { adviseName } from "./check/advise-name.ts";

interface Place {
  readonly place: string;
}

interface Fault extends Place {
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}

interface Unknown extends Place {
  readonly name: string;
  /** The available names. */
  readonly known: readonly string[];
}

/** A size that is not a number of neurons. */
export const SIZE: ErrorFactory<Place & { got: unknown }> = defineError(
  "SL_SIZE",
  ({ place, got }) => ({
    message: "A population must have an integer number of neurons, at least 1.",
    place,
    expected: "an integer from 1 to 4294967295",
    got: show(got),
    next: "Set the number of neurons.",
  }),
);

/** A reset that leaves a neuron above its threshold. */
export const RESET_FIRES: ErrorFactory<Place & { when: string; got: string }> = defineError(
  "SL_RESET_FIRES",
  ({ place, when, got }) => ({
    message: "The reset leaves the neuron above threshold, so it fires again immediately.",
    place,
    expected: `not ${when} after the reset`,
    got,
    next: "Reset to a value below the threshold; NEST also rejects such neurons.",
  }),
);

/** A time that rounding to steps changes noticeably. */
export const GRID_CHANGE: ErrorFactory<
  Place & { what: string; given: string; used: string; dt: string; next?: string }
> = defineError("SL_GRID_CHANGE", ({ place, what, given, used, dt, next }) => ({
  message: `${what} is ${given}, but the step rounds it to ${used}: a change of more than 1 %.`,
  place,
  expected: `a multiple of ${dt}`,
  got: given,
  next: next ?? `Write "${used}", or choose a step that divides ${given}.`,
}));

/** An unknown convention. */
export const CONVENTION_UNKNOWN: ErrorFactory<Unknown> = defineError(
  "SL_CONVENTION_UNKNOWN",
  ({ place, name, known }) => ({
    message: `There is no convention with the name "${clip(name)}".`,
    place,
    expected: `${known.join(", ")}, or a record of the rules`,
    next: adviseName(name, known, "Choose one of them."),
  }),
);

/** An impossible order of the phases of a step. */
export const CONVENTION_ORDER: ErrorFactory<Place & { got: string }> = defineError(
  "SL_CONVENTION_ORDER",
  ({ place, got }) => ({
    message: "A step must have each of its four phases once, with the threshold before the reset.",
    place,
    expected: "arrive, integrate, threshold and reset",
    got,
    next: "List the four phases in order.",
  }),
);

/** An option of a connector that is missing, unknown or of the wrong kind. */
export const CONNECTOR_OPTION: ErrorFactory<Fault> = defineError("SL_CONNECTOR_OPTION", text);

/** More distinct partners requested than there are neurons to choose from. */
export const DEGREE: ErrorFactory<Place & { wanted: number; pool: number }> = defineError(
  "SL_DEGREE",
  ({ place, wanted, pool }) => ({
    message: "There are not enough neurons for this number of distinct connections.",
    place,
    expected: `at most ${pool}`,
    got: String(wanted),
    next: 'Reduce the number, or allow repeated connections with "multapses": true.',
  }),
);

/** A probability outside 0 to 1. */
export const PROBABILITY: ErrorFactory<
  Place & { p: number; pair?: readonly [source: number, target: number] }
> = defineError("SL_PROBABILITY", ({ place, p, pair }) => ({
  message: "A probability must be between 0 and 1.",
  place,
  expected: "a number from 0 to 1",
  got: pair === undefined ? String(p) : `${p} from source ${pair[0]} to target ${pair[1]}`,
  next: pair === undefined ? fractionOf(p) : "Bound the formula with clip(..., 0, 1).",
}));

function fractionOf(percent: number): string {
  const isPercent = percent > 1 && percent <= 100;
  if (!isPercent) return "Write a probability as a number, such as 0.1 for one pair in ten.";
  return `Write it as a fraction: ${percent} % is ${Number((percent / 100).toPrecision(12))}.`;
}

/** A pair that refers to a neuron outside its population. */
export const PAIR: ErrorFactory<Fault> = defineError("SL_PAIR", text);

/** Missing positions, or positions of the wrong shape. */
export const POSITIONS: ErrorFactory<Fault> = defineError("SL_POSITIONS", text);

/** An invalid space. */
export const SPACE: ErrorFactory<Fault> = defineError("SL_SPACE", text);

/** A selection that exceeds its population. */
export const SELECTION: ErrorFactory<Fault> = defineError("SL_SELECTION", text);

/** An unknown population. */
export const UNKNOWN_POPULATION: ErrorFactory<Unknown> = defineError(
  "SL_UNKNOWN_POPULATION",
  ({ place, name, known }) => ({
    message: `The network has no population "${clip(name)}".`,
    place,
    expected: known.length > 0 ? `one of ${clip(known.join(", "), 300)}` : undefined,
    next: adviseName(name, known, "Use the name of one of the network's populations."),
  }),
);

/** An unknown projection. */
export const UNKNOWN_PROJECTION: ErrorFactory<Unknown> = defineError(
  "SL_UNKNOWN_PROJECTION",
  ({ place, name, known }) => ({
    message: `The network has no projection "${clip(name)}".`,
    place,
    expected: known.length > 0 ? `one of ${clip(known.join(", "), 300)}` : "no projections",
    next: adviseName(name, known, "Use the name of one of the network's projections, or E->I."),
  }),
);

/** An attempt to read synapses that are redrawn at each spike. */
export const SYNAPSES_NOT_KEPT: ErrorFactory<Place & { name: string }> = defineError(
  "SL_SYNAPSES_NOT_KEPT",
  ({ place, name }) => ({
    message: `The synapses of "${clip(name)}" are procedural, so they are not stored and cannot be read.`,
    place,
    next: 'Remove "procedural" from the projection, or do not record it.',
  }),
);

/** One population used under two names. */
export const POPULATION_NAME: ErrorFactory<Place & { name: string; other: string }> = defineError(
  "SL_POPULATION_NAME",
  ({ place, name, other }) => ({
    message: `"${clip(name)}" and "${clip(other)}" are the same population.`,
    place,
    next: "Create a population for each name.",
  }),
);

/** A name that a model does not have. */
export const UNKNOWN_NAME: ErrorFactory<Unknown & { what: string; model: string }> = defineError(
  "SL_UNKNOWN_NAME",
  ({ place, name, what, model, known }) => ({
    message: `"${clip(model)}" has no ${what} "${clip(name)}".`,
    place,
    expected: known.length > 0 ? `one of ${clip(known.join(", "), 300)}` : `no ${what}`,
    next: adviseName(name, known, `Run "spikeloom show ${clip(model)}" to see what it has.`),
  }),
);

/** A receptor or an input that must be chosen explicitly. */
export const CHOICE: ErrorFactory<
  Place & { what: string; model: string; known: readonly string[] }
> = defineError("SL_CHOICE", ({ place, what, model, known }) => ({
  message:
    known.length > 0
      ? `"${clip(model)}" has ${known.length} ${what}s, so you must name one.`
      : `"${clip(model)}" has no ${what}s.`,
  place,
  expected: known.length > 0 ? `one of ${clip(known.join(", "), 300)}` : `a model with ${what}s`,
  next:
    known.length > 0
      ? `Add "${what}".`
      : `Use another model; "spikeloom show MODEL" lists its ${what}s.`,
}));

/** A value of the wrong dimension. */
export const VALUE_DIMENSION: ErrorFactory<
  Place & { expected: string; got: string; next: string }
> = defineError("SL_VALUE_DIMENSION", ({ place, expected, got, next }) => ({
  message: "The value has the wrong dimension.",
  place,
  expected,
  got,
  next,
}));

/** A value that cannot be read, or is not allowed here. */
export const VALUE: ErrorFactory<Fault> = defineError("SL_VALUE", text);

/** A list of values with the wrong number of entries. */
export const VALUE_LENGTH: ErrorFactory<Place & { expected: string; got: number }> = defineError(
  "SL_VALUE_LENGTH",
  ({ place, expected, got }) => ({
    message: "The list has the wrong length.",
    place,
    expected,
    got: String(got),
    next: "Write one entry for each, or a single value for all.",
  }),
);

/** A value that is NaN or infinite where a finite number is needed. */
export const VALUE_NUMBER: ErrorFactory<Place & { got: string }> = defineError(
  "SL_VALUE_NUMBER",
  ({ place, got }) => ({
    message: "The value is not a finite number.",
    place,
    expected: "a finite number",
    got,
    next: "Check the formula or the data.",
  }),
);

/** A value outside the bounds that the model states. */
export const VALUE_RANGE: ErrorFactory<Place & { expected: string; got: string; next?: string }> =
  defineError("SL_VALUE_RANGE", ({ place, expected, got, next }) => ({
    message: "The value is outside the bounds of the model.",
    place,
    expected,
    got,
    next: next ?? "Use a value within the bounds.",
  }));

/** A distribution that is missing an argument or has an impossible one. */
export const DRAW: ErrorFactory<Fault> = defineError("SL_DRAW", text);

/** Redrawing found no value within the bounds. */
export const DRAW_REJECTED: ErrorFactory<Place & { tries: number }> = defineError(
  "SL_DRAW_REJECTED",
  ({ place, tries }) => ({
    message: `${tries} draws in a row fell outside "min" and "max".`,
    place,
    next: 'Widen the bounds, or set "outside" to "clip".',
  }),
);

/** An array in a file, but no file reader was given. */
export const DATA_MISSING: ErrorFactory<Place & { file: string }> = defineError(
  "SL_DATA_MISSING",
  ({ place, file }) => ({
    message: `The data in "${clip(file)}" was not read.`,
    place,
    next: "Read it with loadFiles of @spikeloom/interop/hdf5; the command does so automatically.",
  }),
);

/** Synapses that cannot be redrawn at each spike. */
export const PROCEDURAL: ErrorFactory<Fault> = defineError("SL_PROCEDURAL", text);

/** A weight whose sign the receptor does not accept. */
export const WEIGHT_SIGN: ErrorFactory<
  Place & {
    receptor: string;
    sign: "positive" | "negative";
    got: string;
    next?: string | undefined;
  }
> = defineError("SL_WEIGHT_SIGN", ({ place, receptor, sign, got, next }) => {
  const wrong = sign === "positive" ? "negative" : "positive";
  return {
    message: `The receptor "${clip(receptor)}" does not accept ${wrong} weights.`,
    place,
    expected: `weights that are not ${wrong}`,
    got,
    next: next ?? "Change the sign of the weight, or choose the other receptor.",
  };
});

/** A fractional weight at a receptor that adds it to an integer. */
export const WEIGHT_WHOLE: ErrorFactory<
  Place & { receptor: string; variable: string; got: string }
> = defineError("SL_WEIGHT_WHOLE", ({ place, receptor, variable, got }) => ({
  message: `The receptor "${clip(receptor)}" adds weights to the integer "${clip(variable)}".`,
  place,
  expected: "whole numbers",
  got,
  next: 'Round the weights, as in { formula: "floor(...)" }.',
}));

/** A delay below the convention's minimum, or an invalid delay. */
export const DELAY: ErrorFactory<
  Place & { expected: string; got: string; next?: string | undefined }
> = defineError("SL_DELAY", ({ place, expected, got, next }) => ({
  message: "The delay is invalid, or shorter than the convention allows.",
  place,
  expected,
  got,
  next: next ?? "Use a longer delay, a shorter step, or another convention.",
}));

/** Spike times that are not an ascending list of times. */
export const SPIKE_TIMES: ErrorFactory<Fault> = defineError("SL_SPIKE_TIMES", text);

/** Values that cannot be encoded: invalid sizes, shapes or times. */
export const ENCODED_TIMES: ErrorFactory<Fault> = defineError("SL_ENCODED_TIMES", text);

/** An encoder sends more spikes for one sample than is plausible for a neuron. */
export const ENCODED_COUNT: ErrorFactory<Place & { encoder: string; limit: number }> = defineError(
  "SL_ENCODED_COUNT",
  ({ place, encoder, limit }) => ({
    message: `"${encoder}" emits too many spikes for one sample.`,
    place,
    expected: `at most ${limit} spikes`,
    got: "more",
    next: "Scale the values, or increase the step or threshold of the encoder.",
  }),
);

/** Two projections with the same name. */
export const DUPLICATE_PROJECTION: ErrorFactory<Place & { name: string }> = defineError(
  "SL_DUPLICATE_PROJECTION",
  ({ place, name }) => ({
    message: `Two projections have the name "${clip(name)}".`,
    place,
    next: "Use distinct names: they are the keys of random numbers.",
  }),
);

/** An invalid time, step or duration. */
export const TIME: ErrorFactory<Fault> = defineError("SL_TIME", text);

/** A text that is not JSON. */
export const JSON_SYNTAX: ErrorFactory<
  Place & { problem: string; expected: string; got: string; next: string }
> = defineError("SL_JSON_SYNTAX", ({ place, problem, expected, got, next }) => ({
  message: `The file is not valid JSON: ${clip(problem, 200)}.`,
  place,
  expected,
  got: clip(got, 60),
  next,
}));

/** A text that exceeds the size or depth limit. */
export const JSON_BOUNDS: ErrorFactory<Place & { expected: string; got: string; next: string }> =
  defineError("SL_JSON_BOUNDS", ({ place, expected, got, next }) => ({
    message: "The file exceeds the limits for JSON files.",
    place,
    expected,
    got,
    next,
  }));

/** A file that does not have the shape of a network. */
export const NETWORK_SHAPE: ErrorFactory<Fault> = defineError("SL_NETWORK_SHAPE", text);

/** A run with a step other than that of a model's published numbers. */
export const PINNED_STEP: ErrorFactory<{
  readonly place: string;
  readonly model: string;
  readonly pinned: string;
  readonly got: string;
}> = defineError("SL_PINNED_STEP", ({ place, model, pinned, got }) => ({
  message: `The model "${model}" is defined by its step.`,
  place,
  expected: pinned,
  got,
  next: `Set "dt" to ${pinned}, or set an integrator for the population.`,
}));

function text(fault: Fault): Fault {
  return fault;
}

function clip(name: string, length = 60): string {
  return name.length <= length ? name : `${name.slice(0, length - 3)}...`;
}

/** Print a value of unknown type in a few characters. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(clip(value));
  if (typeof value !== "object" || value === null) return clip(String(value));
  return Array.isArray(value) ? "a list" : "an object";
}

/** A learning algorithm that cannot carry state from batch to batch. */
export const NOT_CARRIED: ErrorFactory<{ name: string }> = defineError(
  "SL_NOT_CARRIED",
  ({ name }) => ({
    message: `"${name}" does not carry neuron states from batch to batch.`,
    place: "carry",
    expected: "false",
    got: "true",
    next: "Use bptt with carry: true, or make a batch as long as a sample.",
  }),
);

/** A learning algorithm that computes on the CPU only. */
export const NOT_ON_GPU: ErrorFactory<{ name: string }> = defineError(
  "SL_NOT_ON_GPU",
  ({ name }) => ({
    message: `"${name}" does not compute on graphics processors.`,
    place: "processor",
    expected: '"cpu" or "auto"',
    got: '"gpu"',
    next: "Use bptt, or train on the CPU.",
  }),
);

/** A learning algorithm that does not train on the program of a chip. */
export const NOT_ON_CHIP: ErrorFactory<{ name: string; chip: string }> = defineError(
  "SL_NOT_ON_CHIP",
  ({ name, chip }) => ({
    message: `"${name}" does not train on the program of a chip.`,
    place: "chip",
    expected: "no chip",
    got: `"${chip}"`,
    next: "Use bptt, or train without a chip.",
  }),
);

/** A path that does not exist in a network. */
export const NETWORK_PATH: ErrorFactory<{ path: string; nearest?: string | undefined }> =
  defineError("SL_NETWORK_PATH", ({ path, nearest }) => ({
    message: "The network has no such path.",
    place: path,
    expected: "a path in the form of error messages, such as populations.E.parameters.tau_m",
    next:
      nearest === undefined
        ? "Check the name in the network, or add it there first."
        : `Did you mean "${nearest}"?`,
  }));

/** Print a number of bytes to three digits: `1.50 GiB`, `1010 KiB`. */
export function printBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 999.5 ? Math.round(value) : value.toPrecision(3)} ${units[unit]}`;
}
