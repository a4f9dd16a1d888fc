import { defineNeuron, type NeuronModel, type NeuronRecord } from "@spikeloom/kernel";
import { type TrueNorthDialect, trueNorthDialect } from "./dialects.ts";

const unit = "1";
const isInteger = { type: "integer" } as const;
const isFlag = { ...isInteger, default: 0, min: 0, max: 1 } as const;
const nine = { ...isInteger, min: -256, max: 255 } as const;
const threshold = { ...isInteger, min: 1 - 2 ** 18, max: 2 ** 18 - 1 } as const;

const parameters = {
  s_0: { ...nine, default: 1, about: "weight of axons of type 0" },
  s_1: { ...nine, default: -1, about: "weight of axons of type 1" },
  s_2: { ...nine, default: 2, about: "weight of axons of type 2" },
  s_3: { ...nine, default: -2, about: "weight of axons of type 3" },
  b_0: { ...isFlag, about: "1 if axons of type 0 act at random" },
  b_1: { ...isFlag, about: "1 if axons of type 1 act at random" },
  b_2: { ...isFlag, about: "1 if axons of type 2 act at random" },
  b_3: { ...isFlag, about: "1 if axons of type 3 act at random" },
  leak: { ...nine, default: 0, about: "leak, added in each tick" },
  leak_random: { ...isFlag, about: "1 if the leak acts at random" },
  leak_reversal: { ...isFlag, about: "1 if the leak has the sign of the potential" },
  alpha: { ...threshold, default: 1, about: "positive threshold" },
  beta: { ...threshold, default: 0, about: "negative threshold, with the opposite sign" },
  mask_bits: {
    ...isInteger,
    default: 0,
    about: "low bits of the random number that is added to the thresholds",
    min: 0,
    max: 18,
  },
  r_reset: { ...threshold, default: 0, about: "potential after a spike in reset mode 0" },
  reset_mode: {
    ...isInteger,
    default: 0,
    about: "0 to reset to r_reset, 1 to subtract the threshold, 2 for no reset",
    min: 0,
    max: 2,
  },
  saturate: {
    ...isFlag,
    default: 1,
    about: "1 to stay at the negative threshold, 0 to reset below it",
  },
} as const;

/** Name of the model, by which the emulator finds its populations. */
export const neuronName = "truenorth";

/** Types of axons; each has a receptor of this name. */
export const axonTypes = [0, 1, 2, 3] as const;

/** Receptor of the axons of a type. */
export function receptorOf(type: number): string {
  return `axon_${type}`;
}

/** Type of the axons of a receptor; undefined for other receptors. */
export function typeOf(receptor: string): number | undefined {
  return axonTypes.find((type) => receptorOf(type) === receptor);
}

/** Parts of the record that not all populations need. */
export interface NeuronParts {
  readonly randomLeak: boolean;
  readonly randomThreshold: boolean;
  /** Whether each neuron counts how often its potential left the register. */
  readonly counts: boolean;
  /** Steps of a tick: 2 if axons take the first of them. */
  readonly stepsPerTick: 1 | 2;
}

/** Counter of a neuron. */
export const overflowCounter = "v_overflows";

const allParts: NeuronParts = {
  randomLeak: true,
  randomThreshold: true,
  counts: false,
  stepsPerTick: 1,
};

/**
 * Create the neuron of a dialect as a model.
 *
 * Cassidy et al. 2013, equations 1 to 7: synapses, leak, threshold, in this order.
 */
export function neuronModel(
  dialect: TrueNorthDialect,
  parts: NeuronParts = allParts,
): NeuronModel<typeof parameters & NeuronRecord["parameters"]> {
  const { negativeTest } = dialect;
  const { randomLeak, randomThreshold, counts, stepsPerTick } = parts;
  const eta = randomThreshold ? " + eta" : "";
  const inTick = (value: string, otherwise: string): string =>
    stepsPerTick === 1 ? value : `where(half == 1, ${value}, ${otherwise})`;
  return defineNeuron({
    name: neuronName,
    about: "Neuron of TrueNorth: four types of axons; weights, leak and threshold may be random.",
    cite: ["doi:10.1109/IJCNN.2013.6707077"],
    parameters,
    receptors: Object.fromEntries(
      axonTypes.map((type) => [
        receptorOf(type),
        {
          unit,
          about: `spikes on axons of type ${type}`,
          on: { v: `v + where(b_${type} == 1, sign(s_${type}), s_${type}) * weight` },
        },
      ]),
    ),
    state: {
      v: { ...isInteger, unit, initial: 0, about: "membrane potential" },
      fired: { ...isInteger, unit, initial: 0, about: "1 if the neuron spikes in this tick" },
      ...(stepsPerTick === 2 && {
        half: { ...isInteger, unit, initial: 0, about: "1 in the second step of a tick" },
      }),
      ...(counts && {
        [overflowCounter]: {
          ...isInteger,
          unit,
          initial: 0,
          about: "ticks in which the potential left its register",
        },
      }),
    },
    expressions: {
      ...Object.fromEntries(
        axonTypes.map((type) => [
          levelOf(type),
          {
            unit,
            value: `where(b_${type} == 1, abs(s_${type}) + 1, 256)`,
            about: `axons of type ${type} act if a random byte is below`,
          },
        ]),
      ),
      ...(randomThreshold && {
        eta: {
          unit,
          value: "floor(262144 * rand()) % 2**mask_bits",
          about: "random part of the thresholds",
          constantOverStep: true,
        },
      }),
      ...(randomLeak && {
        leak_byte: {
          unit,
          value: "floor(256 * rand())",
          about: "random byte of the leak",
          constantOverStep: true,
        },
      }),
      v_integrated: {
        unit,
        value: saturated("v", dialect),
        about: "potential with the input of this tick",
      },
      leak_step: {
        unit,
        value: randomLeak
          ? "where(leak_random == 1, sign(leak) * int(abs(leak) >= leak_byte), leak)"
          : "leak",
        about: "leak before its reversal",
      },
      v_moved: {
        unit,
        value: "v_integrated + where(leak_reversal == 1, sign(v_integrated), 1) * leak_step",
        about: "potential after the leak",
      },
      // A leak towards zero ends there.
      v_stopped: {
        unit,
        value: "where(leak_reversal == 1 and v_moved * v_integrated < 0, 0, v_moved)",
        about: "potential after a leak that does not cross zero",
      },
      v_leaked: {
        unit,
        value: held("v_stopped", dialect),
        about: "potential that is compared with the thresholds",
      },
      upper: { unit, value: `alpha${eta}`, about: "positive threshold of this tick" },
      lower: {
        unit,
        value: randomThreshold ? "beta + where(saturate == 1, 0, eta)" : "beta",
        about: "negative threshold of this tick, with the opposite sign",
      },
      v_above: {
        unit,
        value:
          "where(reset_mode == 0, r_reset, where(reset_mode == 1, v_leaked - upper, v_leaked))",
        about: "potential after a spike",
      },
      v_below: {
        unit,
        value:
          "where(saturate == 1, 0 - beta, where(reset_mode == 0, 0 - r_reset, where(reset_mode == 1, v_leaked + lower, v_leaked)))",
        about: "potential after it was below the negative threshold",
      },
      v_next: {
        unit,
        value: `where(v_leaked >= upper, v_above, where(v_leaked ${negativeTest === "below" ? "<" : "<="} -lower, v_below, v_leaked))`,
        about: "potential after the tick",
      },
    },
    step: [
      {
        v: inTick(held("v_next", dialect), "v"),
        fired: inTick("int(v_leaked >= upper)", "0"),
        ...(stepsPerTick === 2 && { half: "1 - half" }),
        ...(counts && {
          [overflowCounter]: `${overflowCounter} + ${inTick(`int(${overflows(dialect)})`, "0")}`,
        }),
      },
    ],
    spike: { when: "fired == 1", reset: {} },
  });
}

/** Expression by which an axon of a type acts at random. */
export function levelOf(type: number): string {
  return `level_${type}`;
}

/** A potential that saturates after the sum of its input; one that wraps may do so later. */
function saturated(value: string, dialect: TrueNorthDialect): string {
  return dialect.overflow === "saturate" ? held(value, dialect) : value;
}

/** A potential as its register holds it. */
function held(value: string, { potentialBits, overflow }: TrueNorthDialect): string {
  if (potentialBits === undefined) return value;
  const half = 2 ** (potentialBits - 1);
  return overflow === "saturate"
    ? `clip(${value}, -${half}, ${half - 1})`
    : `(${value} + ${half}) % ${2 * half} - ${half}`;
}

/** Test whether the potential left its register in this tick. */
function overflows({ overflow }: TrueNorthDialect): string {
  return overflow === "saturate"
    ? "v != v_integrated or v_stopped != v_leaked"
    : "v_stopped != v_leaked";
}

/** Neuron of TrueNorth. */
export const trueNorthNeuron: NeuronModel<typeof parameters & NeuronRecord["parameters"]> =
  neuronModel(trueNorthDialect);
