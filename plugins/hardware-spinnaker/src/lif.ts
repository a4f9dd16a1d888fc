import { defineNeuron, type NeuronModel, type NeuronRecord } from "@spikeloom/kernel";
import { product, type SpinnakerRounding, scaled, storedProduct, wrapped } from "./arithmetic.ts";

const unit = "1";
const isInteger = { type: "integer" } as const;
const word = { ...isInteger, min: -(2 ** 31), max: 2 ** 31 - 1 } as const;
const fraction = { ...isInteger, min: 0, max: 2 ** 32 - 1 } as const;
const shift = { ...isInteger, min: 0, max: 15 } as const;

const parameters = {
  r_m: { ...word, default: 655_360, about: "membrane time constant over capacitance, s16.15" },
  e_m: { ...word, default: 31_170, about: "factor of the potential in a tick, s16.15" },
  v_rest: { ...word, default: -2_129_920, about: "resting potential, s16.15" },
  v_reset: { ...word, default: -2_129_920, about: "potential right after a spike, s16.15" },
  v_threshold: { ...word, default: -1_638_400, about: "threshold, s16.15" },
  i_offset: { ...word, default: 0, about: "constant current, s16.15" },
  refractory_steps: {
    ...isInteger,
    default: 0,
    about: "ticks after a spike in which the potential is held",
    min: 0,
    max: 2 ** 31 - 1,
  },
  decay_exc: {
    ...fraction,
    default: 3_516_421_809,
    about: "factor of excitation in a tick, u0.32",
  },
  init_exc: { ...fraction, default: 3_892_727_435, about: "factor of arriving excitation, u0.32" },
  decay_inh: {
    ...fraction,
    default: 3_516_421_809,
    about: "factor of inhibition in a tick, u0.32",
  },
  init_inh: { ...fraction, default: 3_892_727_435, about: "factor of arriving inhibition, u0.32" },
  shift_exc: {
    ...shift,
    default: 0,
    about: "bits by which sums of excitatory weights are shifted",
  },
  shift_inh: {
    ...shift,
    default: 0,
    about: "bits by which sums of inhibitory weights are shifted",
  },
} as const;

/** Name of the model, by which the emulator finds populations that are stated in integers of the chip. */
export const lifName = "spinnaker-lif";

/** Counters of a neuron, and what each counts. */
export const lifCounters = {
  ring_clips: "saturated ring buffers",
  i_wraps: "wraps of currents",
  v_clips: "potentials or products beyond s16.15",
} as const;

/** Name of a counter. */
export type LifCounter = keyof typeof lifCounters;

/** Parts of the record that a run adds. */
export interface LifParts {
  /** Whether each neuron counts the numbers that leave their words. */
  readonly counts: boolean;
  /** The potential of a neuron in physical units, which recorders read; the word is then `v_chip`. */
  readonly physical?: { readonly variable: string; readonly unit: string } | undefined;
}

/** Synapse types of a neuron, each with a ring buffer and a current. */
const types = ["exc", "inh"] as const;

/** Receptors of the synapse types. */
export const chipReceptors = { exc: "excitatory", inh: "inhibitory" } as const;

/**
 * Create the neuron as a model with a rounding of products: words, their widths, and the order of a tick.
 *
 * sPyNNaker's integrate-and-fire neuron with exponential currents. Currents are stored before they decay, so that they are those
 * that the tick used; the decay is at the start of the next one.
 */
export function lifModel(
  rounding: SpinnakerRounding,
  { counts, physical }: LifParts = { counts: false },
): NeuronModel<typeof parameters & NeuronRecord["parameters"]> {
  const v = physical === undefined ? "v" : "v_chip";
  const count = (counter: LifCounter, events: readonly string[]) =>
    counts ? { [counter]: [counter, ...events.map((event) => `int(${event})`)].join(" + ") } : {};
  const value = (text: string, about: string) => ({ unit, value: text, about });
  return defineNeuron({
    name: lifName,
    about:
      "Integrate-and-fire neuron of SpiNNaker with exponential currents, in the chip's s16.15.",
    cite: ["doi:10.1109/JPROC.2014.2304638", "doi:10.3389/fnins.2018.00816"],
    parameters: { ...parameters, ...(physical && unitOf(physical.unit)) },
    receptors: Object.fromEntries(
      types.map((type) => [
        chipReceptors[type],
        {
          unit,
          sign: "positive" as const,
          about: "weight as its row holds it, a word of 16 bits",
          on: { [`ring_${type}`]: `ring_${type} + weight` },
        },
      ]),
    ),
    state: {
      ...Object.fromEntries(
        types.flatMap((type) => [
          [`ring_${type}`, { ...isInteger, unit, initial: 0, about: "sum of arriving weights" }],
          [`i_${type}`, { ...isInteger, unit, initial: 0, about: "current of the tick, s16.15" }],
        ]),
      ),
      [v]: { ...isInteger, unit, initial: physical ? 0 : "v_rest", about: "potential, s16.15" },
      i_total: { ...isInteger, unit, initial: 0, about: "total current, s16.15" },
      v_end: { ...isInteger, unit, initial: 0, about: "potential in equilibrium, s16.15" },
      way: { ...isInteger, unit, initial: 0, about: "distance to the equilibrium, s16.15" },
      wait: { ...isInteger, unit, initial: 0, about: "refractory ticks left" },
      ...(counts &&
        Object.fromEntries(
          Object.entries(lifCounters).map(([counter, about]) => [
            counter,
            { ...isInteger, unit, initial: 0, about },
          ]),
        )),
    },
    expressions: {
      ...Object.fromEntries(
        types.flatMap((type) => [
          [
            `input_${type}`,
            value(`min(ring_${type}, 65535) * 2**shift_${type}`, "arriving current, s16.15"),
          ],
          [
            `i_${type}_sum`,
            value(
              `${scaled(`i_${type}`, `decay_${type}`)} + ${scaled(`input_${type}`, `init_${type}`)}`,
              "current before it wraps",
            ),
          ],
          [`i_${type}_next`, value(wrapped(`i_${type}_sum`), "current of the tick")],
        ]),
      ),
      i_sum: value("i_exc - i_inh + i_offset", "total current before it wraps"),
      drop: value(product("i_total", "r_m", rounding), "voltage of the current"),
      drop_kept: value(
        storedProduct("drop", rounding),
        "voltage of the current as a word holds it",
      ),
      v_end_sum: value("drop_kept + v_rest", "potential in equilibrium before it wraps"),
      way_sum: value(`v_end - ${v}`, "distance to the equilibrium before it wraps"),
      rest: value(product("way", "e_m", rounding), "distance that remains after the tick"),
      rest_kept: value(storedProduct("rest", rounding), "remaining distance as a word holds it"),
      v_sum: value("v_end - rest_kept", "potential before it wraps"),
      ...(physical && {
        [physical.variable]: {
          unit: physical.unit,
          value: `v_unit * ${v}`,
          about: "potential that the word represents",
        },
      }),
    },
    // Each group is one line of the chip's routine; variables hold what later ones read.
    step: [
      {
        i_exc: "i_exc_next",
        i_inh: "i_inh_next",
        ring_exc: "0",
        ring_inh: "0",
        ...count("ring_clips", ["ring_exc > 65535", "ring_inh > 65535"]),
        ...count("i_wraps", ["i_exc_next != i_exc_sum", "i_inh_next != i_inh_sum"]),
      },
      { i_total: wrapped("i_sum"), ...count("v_clips", [left("i_sum")]) },
      {
        v_end: wrapped("v_end_sum"),
        ...count("v_clips", ["(wait <= 0 and drop_kept != drop)", left("v_end_sum")]),
      },
      { way: wrapped("way_sum"), ...count("v_clips", [left("way_sum")]) },
      {
        [v]: `where(wait > 0, ${v}, ${wrapped("v_sum")})`,
        wait: "max(wait - 1, 0)",
        ...count("v_clips", ["(wait <= 0 and rest_kept != rest)", left("v_sum")]),
      },
    ],
    spike: {
      when: `${v} >= v_threshold`,
      reset: { [v]: "v_reset", wait: "refractory_steps" },
    },
  });
}

/** Condition that a sum of the potential's update does not fit into its word; refractory neurons do not compute it. */
function left(sum: string): string {
  return `(wait <= 0 and (${sum} >= ${2 ** 31} or ${sum} < ${-(2 ** 31)}))`;
}

/** The parameter that relates the word to a potential. */
function unitOf(physicalUnit: string): NeuronRecord["parameters"] {
  const quantity = { default: physicalUnit === "1" ? 0 : `0 ${physicalUnit}` };
  return { v_unit: { ...quantity, about: "potential of a unit of the word" } };
}

/** Neuron of SpiNNaker with exponential currents, in words of the chip. */
export const spinnakerLif: NeuronModel<typeof parameters & NeuronRecord["parameters"]> =
  lifModel("nearest");
