import { defineNeuron, type NeuronModel, type NeuronRecord } from "@spikeloom/kernel";
import { accumulator, type ShiftedPort } from "./accumulator.ts";
import { chipReceptor } from "./cuba.ts";
import { exceeds } from "./registers.ts";

const unit = "1";
const isInteger = { type: "integer" } as const;

/** Parts of the record of a neuron that a run adds. */
export interface Loihi2Parts {
  /** Whether each neuron counts the numbers that leave their registers. */
  readonly counts: boolean;
  /** Further receptors, whose sums of mantissas are shifted down. */
  readonly shifts: ReadonlyMap<string, ShiftedPort>;
}

/** Parts of the record that a network names. */
export const plainParts: Loihi2Parts = { counts: false, shifts: new Map() };

/** Variable of neurons with graded spikes that their synapses multiply by: the payload, or 0 without a spike. */
export const payload = "payload";

/** Threshold of graded spikes, in units of 24-bit registers. */
const threshold = {
  v_threshold: {
    ...isInteger,
    default: 1,
    about: "threshold of a spike",
    min: 0,
    max: 2 ** 23 - 1,
  },
} as const;

const exponent = { ...isInteger, default: 0, min: 0, max: 7 } as const;
const flag = { ...isInteger, default: 0, min: 0, max: 1 } as const;

const deltaParameters = {
  ...threshold,
  spike_exp: { ...exponent, about: "exponent of the threshold, as `state_exp`" },
  state_exp: { ...exponent, about: "bits of the state that a spike does not carry" },
  cumulative: { ...flag, about: "1 if the threshold applies to the error since the last spike" },
} as const;

const sigmaDeltaParameters = {
  ...deltaParameters,
  bias: { ...isInteger, default: 0, about: "bias, times 2**(spike_exp + state_exp)" },
  rectified: { ...flag, default: 1, about: "1 for a rectified activation, 0 for a linear one" },
} as const;

const weights = { register: "q", weightUnit: 1, about: "weight: mantissa times 2**exponent" };

/** Counter of values beyond 24 bits. */
const overflows = {
  overflows: { ...isInteger, unit, initial: 0, about: "values of more than 24 bits" },
} as const;

/** Variables of a neuron that sends the changes of its activation. */
const deltaState: NonNullable<NeuronRecord["state"]> = {
  act: { ...isInteger, unit, initial: 0, about: "activation of the last step" },
  residue: { ...isInteger, unit, initial: 0, about: "change that was not sent" },
  error: { ...isInteger, unit, initial: 0, about: "sum of changes since the last spike" },
  [payload]: { ...isInteger, unit, initial: 0, about: "payload of the spike, or 0" },
};

/** Lava's `delta_dynamics`. */
function deltaExpressions(activation: string): NonNullable<NeuronRecord["expressions"]> {
  return {
    act_next: { unit, value: activation, about: "activation of this step" },
    change: { unit, value: "act_next - act + residue", about: "change to send" },
    error_next: {
      unit,
      value: "where(cumulative == 1, error + change, 0)",
      about: "error of this step",
    },
    tested: { unit, value: "where(cumulative == 1, error_next, change)", about: "error to test" },
    sent: {
      unit,
      value: "where(abs(tested) >= v_threshold * 2**(spike_exp + state_exp), change, 0)",
      about: "change that is sent",
    },
  };
}

const deltaStep = {
  act: "act_next",
  residue: "change - sent",
  error: "where(sent == 0, error_next, 0)",
  [payload]: "floor(sent / 2**state_exp)",
} as const;

/** A spike without a payload has no effect, and the chip does not send it. */
const spike = { when: `${payload} != 0`, reset: {} } as const;

const cite = ["https://github.com/lava-nc/lava"];

/** Name of the sigma-delta neuron. */
export const sigmaDeltaName = "loihi-sigma-delta";

/** Create the sigma-delta neuron: Lava's `SigmaDelta` in fixed point. */
export function sigmaDeltaModel({
  counts,
  shifts,
}: Loihi2Parts = plainParts): NeuronModel<typeof sigmaDeltaParameters> {
  const q = accumulator(chipReceptor, { ...weights, shifts });
  const biased = "sigma_next + bias * 2**(spike_exp + state_exp)";
  return defineNeuron({
    name: sigmaDeltaName,
    about: "Sigma-delta neuron of Loihi 2, which sends the changes of its activation.",
    cite,
    parameters: sigmaDeltaParameters,
    receptors: q.receptors,
    state: {
      ...q.state,
      sigma: { ...isInteger, unit, initial: 0, about: "sum of all input" },
      ...deltaState,
      ...(counts && overflows),
    },
    expressions: {
      sigma_next: { unit, value: `sigma + ${q.sum}`, about: "sum of all input, with this step's" },
      biased: { unit, value: biased, about: "input of the activation" },
      ...deltaExpressions("where(rectified == 1, max(biased, 0), biased)"),
    },
    step: [
      {
        ...q.cleared,
        sigma: "sigma_next",
        ...deltaStep,
        ...(counts && {
          overflows: `overflows + int(${exceeds("sigma_next")} or ${exceeds("biased")} or ${exceeds("change")})`,
        }),
      },
    ],
    spike,
  });
}

/** Name of the delta encoder. */
export const deltaName = "loihi-delta";

/** Create the delta encoder: Lava's `Delta` in fixed point. */
export function deltaModel({
  counts,
  shifts,
}: Loihi2Parts = plainParts): NeuronModel<typeof deltaParameters> {
  const q = accumulator(chipReceptor, { ...weights, shifts });
  return defineNeuron({
    name: deltaName,
    about: "Delta encoder of Loihi 2, which sends the changes of its input.",
    cite,
    parameters: deltaParameters,
    receptors: q.receptors,
    state: { ...q.state, ...deltaState, ...(counts && overflows) },
    expressions: deltaExpressions(`(${q.sum}) * 2**(spike_exp + state_exp)`),
    step: [
      {
        ...q.cleared,
        ...deltaStep,
        ...(counts && {
          overflows: `overflows + int(${exceeds("act_next")} or ${exceeds("change")})`,
        }),
      },
    ],
    spike,
  });
}

/** Name of the neuron that relays its input. */
export const gradedName = "loihi-graded";

/** Create the neuron that sends its input as a payload: Lava's `GradedVec`. */
export function gradedModel({
  counts,
  shifts,
}: Loihi2Parts = plainParts): NeuronModel<typeof threshold> {
  const q = accumulator(chipReceptor, { ...weights, shifts });
  return defineNeuron({
    name: gradedName,
    about: "Neuron of Loihi 2 without dynamics, whose spikes carry its input.",
    cite,
    parameters: threshold,
    receptors: q.receptors,
    state: {
      ...q.state,
      [payload]: { ...isInteger, unit, initial: 0, about: "payload of the spike, or 0" },
      ...(counts && overflows),
    },
    expressions: { input: { unit, value: q.sum, about: "sum of the weights of this step" } },
    step: [
      {
        ...q.cleared,
        [payload]: "where(abs(input) > v_threshold, input, 0)",
        ...(counts && { overflows: `overflows + int(${exceeds("input")})` }),
      },
    ],
    spike,
  });
}
