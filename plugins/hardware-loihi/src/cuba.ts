import { defineNeuron, type NeuronModel, type NeuronRecord } from "@spikeloom/kernel";
import { accumulator, type ShiftedPort } from "./accumulator.ts";
import { type LoihiDialect, nengoLoihiDialect } from "./dialects.ts";
import { decayed, limited, wrapped, wrappedCurrent } from "./registers.ts";

/** Units of the accumulator, the current and the voltage in a weight of 1. */
export const weightUnit = 64;

const unit = "1";
const isInteger = { type: "integer" } as const;
const twelve = { ...isInteger, min: 0, max: 4095 } as const;

const parameters = {
  du: { ...twelve, default: 0, about: "decay of the current: a step keeps (4095 - du) / 4096" },
  dv: { ...twelve, default: 0, about: "decay of the voltage: a step keeps (4096 - dv) / 4096" },
  v_threshold: {
    ...isInteger,
    default: 1,
    about: "mantissa of the threshold, in units of 64",
    min: 0,
    max: 131071,
  },
  bias: { ...isInteger, default: 0, about: "mantissa of the bias", min: -4095, max: 4095 },
  bias_exp: { ...isInteger, default: 0, about: "exponent of the bias", min: 0, max: 7 },
  refractory_steps: {
    ...isInteger,
    default: 1,
    about: "steps from a spike to the next possible one",
    min: 1,
    max: 63,
  },
  v_min_exp: {
    ...isInteger,
    default: 23,
    about: "exponent of the least voltage, 1 - 2**v_min_exp",
    min: 0,
    max: 23,
  },
  v_max_exp: {
    ...isInteger,
    default: 7,
    about: "exponent of the greatest voltage, 2**(9 + 2*v_max_exp) - 1",
    min: 0,
    max: 7,
  },
  noise_exp: {
    ...isInteger,
    default: 0,
    about:
      "exponent of the noise: (-127 to 127 + 64 * noise_offset) * 2**(noise_exp - 7); 0 for none",
    min: 0,
    max: 23,
  },
  noise_offset: {
    ...isInteger,
    default: 0,
    about: "offset of the noise, in units of 64",
    min: 0,
    max: 1,
  },
  noise_at_membrane: {
    ...isInteger,
    default: 0,
    about: "1 to add the noise to the input of the voltage, 0 to the accumulator",
    min: 0,
    max: 1,
  },
} as const;

/** Parameters that a core has once, for all of its neurons with noise. */
export const noiseParameters = ["noise_exp", "noise_offset", "noise_at_membrane"] as const;

/** Name of the model, by which the emulator finds populations that are stated in integers of the chip. */
export const cubaName = "loihi-cuba";

/** Receptor of all weights whose exponent applies to each of them. */
export const chipReceptor = "synapse";

/** Parts of the record that a run adds. */
export interface CubaParts {
  /** Whether each neuron counts the numbers that leave their registers. */
  readonly counts: boolean;
  /** The potential of a neuron in physical units, which recorders read; the voltage is then `v_chip`. */
  readonly physical?: { readonly variable: string; readonly unit: string } | undefined;
  /** Further receptors, whose sums of mantissas are shifted down. */
  readonly shifts: ReadonlyMap<string, ShiftedPort>;
  /** Whether neurons draw noise; by default they do. */
  readonly hasNoise?: boolean | undefined;
}

/** Counters of a neuron, and what each counts. */
export const cubaCounters = {
  q_wraps: "wraps of the accumulator",
  u_wraps: "wraps of the current",
  input_wraps: "wraps of current plus bias",
  v_clips: "limited voltages",
} as const;

/** Name of a counter. */
export type CubaCounter = keyof typeof cubaCounters;

/**
 * Create the neuron of a dialect as a model: registers, their widths, and the order of a step.
 *
 * Davies et al. 2018, and the arithmetic of the dialect.
 */
export function cubaModel(
  dialect: LoihiDialect,
  { counts, shifts, physical, hasNoise = true }: CubaParts = { counts: false, shifts: new Map() },
): NeuronModel<typeof parameters & NeuronRecord["parameters"]> {
  const { accumulatorBits, wrapsInput, voltageLimits, hasRefractoriness } = dialect;
  const q = accumulator(chipReceptor, {
    register: "q",
    weightUnit,
    about: "weight: mantissa times 2**exponent",
    shifts,
  });
  const v = physical === undefined ? "v" : "v_chip";
  const draws = hasNoise && dialect.hasNoise;
  const noiseAt = (membrane: 0 | 1): string =>
    draws ? ` + where(noise_at_membrane == ${membrane}, noise, 0)` : "";
  const count = (event: string, counter: CubaCounter) =>
    counts ? { [counter]: `${counter} + int(${event})` } : {};
  return defineNeuron({
    name: cubaName,
    about: "Current-based neuron of Loihi in the chip's integers.",
    cite: ["doi:10.1109/MM.2018.112130359"],
    parameters: { ...parameters, ...(physical && scaleOf(physical.unit)) },
    receptors: q.receptors,
    state: {
      ...q.state,
      u: { ...isInteger, unit, initial: 0, about: "current" },
      [v]: { ...isInteger, unit, initial: 0, about: "voltage" },
      wait: { ...isInteger, unit, initial: 0, about: "refractory steps left" },
      ...(counts &&
        Object.fromEntries(
          Object.entries(cubaCounters).map(([counter, about]) => [
            counter,
            { ...isInteger, unit, initial: 0, about },
          ]),
        )),
    },
    expressions: {
      ...(draws && noiseExpressions),
      arriving: {
        unit,
        value: `${q.sum}${noiseAt(0)}`,
        about: "sum of the weights of this step, and its noise",
      },
      accumulated: {
        unit,
        value: accumulatorBits === undefined ? "arriving" : wrapped("arriving", accumulatorBits),
        about: "sum as the accumulator holds it",
      },
      u_next: {
        unit,
        value: `${decayed("u", "4095 - du")} + accumulated`,
        about: "current before it wraps",
      },
      u_kept: { unit, value: wrappedCurrent[dialect.keptEnd], about: "current after the step" },
      input: { unit, value: `u + bias * 2**bias_exp${noiseAt(1)}`, about: "input of the voltage" },
      input_kept: {
        unit,
        value: wrapsInput ? wrapped("input", 24) : "input",
        about: "input as its register holds it",
      },
      v_next: {
        unit,
        value: `${decayed(v, "4096 - dv")} + input_kept`,
        about: "voltage before it is limited",
      },
      v_kept: { unit, value: limitedVoltage[voltageLimits], about: "voltage within its limits" },
      ...(physical && {
        [physical.variable]: {
          unit: physical.unit,
          value: `v_origin + v_unit * ${v}`,
          about: "potential that the voltage represents",
        },
      }),
    },
    // The order of the chip: accumulator, current, voltage.
    step: [
      {
        u: "u_kept",
        ...count("accumulated != arriving", "q_wraps"),
        ...count("u_kept != u_next", "u_wraps"),
      },
      {
        ...q.cleared,
        [v]: hasRefractoriness ? "where(wait > 0, 0, v_kept)" : "v_kept",
        ...(hasRefractoriness && { wait: "max(wait - 1, 0)" }),
        ...count("input_kept != input", "input_wraps"),
        ...count("v_kept != v_next", "v_clips"),
      },
    ],
    spike: {
      when: `${v} > ${weightUnit} * v_threshold`,
      reset: { [v]: "0", ...(hasRefractoriness && { wait: "refractory_steps - 1" }) },
    },
  });
}

/** Parameters that relate the voltage to a potential. */
function scaleOf(physicalUnit: string): NeuronRecord["parameters"] {
  const quantity = { default: physicalUnit === "1" ? 0 : `0 ${physicalUnit}` };
  return {
    v_origin: { ...quantity, about: "potential at a voltage of 0" },
    v_unit: { ...quantity, about: "potential of a unit of the voltage" },
  };
}

/** Noise of a step: one of 255 equally likely integers, scaled, and cut towards zero as NengoLoihi does. */
const noiseExpressions = {
  drawn: {
    unit,
    value: "(floor(255 * rand()) - 127 + 64 * noise_offset) * 2**(noise_exp - 7)",
    about: "random number of this step",
    constantOverStep: true,
  },
  noise: {
    unit,
    value: "where(noise_exp > 0, sign(drawn) * floor(abs(drawn)), 0)",
    about: "noise of this step",
    constantOverStep: true,
  },
} as const;

const limitedVoltage: Readonly<Record<LoihiDialect["voltageLimits"], string>> = {
  core: "clip(v_next, 1 - 2**v_min_exp, 2**(9 + 2*v_max_exp) - 1)",
  register: limited("v_next"),
};

/** Current-based neuron of Loihi in the chip's integers. */
export const loihiCuba: NeuronModel<typeof parameters & NeuronRecord["parameters"]> =
  cubaModel(nengoLoihiDialect);
