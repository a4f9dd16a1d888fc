import { defineNeuron, type NeuronModel } from "@spikeloom/kernel";
import { accumulator } from "./accumulator.ts";
import { chipReceptor, weightUnit } from "./cuba.ts";
import { lavaDialect } from "./dialects.ts";
import { type Loihi2Parts, payload, plainParts } from "./graded.ts";
import { decayed, limited, wrappedCurrent } from "./registers.ts";

const unit = "1";
const isInteger = { type: "integer" } as const;
const twelve = { ...isInteger, default: 0, min: 0, max: 4095 } as const;
const mantissa = { ...isInteger, min: -131071, max: 131071 } as const;

const parameters = {
  du: { ...twelve, about: "decay of the current: a step keeps (4095 - du) / 4096" },
  dv: { ...twelve, about: "decay of the voltage: a step keeps (4096 - dv) / 4096" },
  v_high: { ...mantissa, default: 1, about: "threshold of a spike of 1, in units of 64" },
  v_low: { ...mantissa, default: -1, about: "threshold of a spike of -1, in units of 64" },
  bias: { ...isInteger, default: 0, about: "mantissa of the bias", min: -4095, max: 4095 },
  bias_exp: { ...isInteger, default: 0, about: "exponent of the bias", min: 0, max: 7 },
} as const;

/** Name of the ternary neuron. */
export const ternaryName = "loihi-ternary";

/** Create the current-based neuron with spikes of 1 and -1: Lava's `TernaryLIF` in fixed point. */
export function ternaryModel({
  counts,
  shifts,
}: Loihi2Parts = plainParts): NeuronModel<typeof parameters> {
  const q = accumulator(chipReceptor, {
    register: "q",
    weightUnit,
    about: "weight: mantissa times 2**exponent",
    shifts,
  });
  return defineNeuron({
    name: ternaryName,
    about: "Current-based neuron of Loihi 2 with two thresholds, for spikes of 1 and -1.",
    cite: ["https://github.com/lava-nc/lava"],
    parameters,
    receptors: q.receptors,
    state: {
      ...q.state,
      u: { ...isInteger, unit, initial: 0, about: "current" },
      v: { ...isInteger, unit, initial: 0, about: "voltage" },
      [payload]: { ...isInteger, unit, initial: 0, about: "1 or -1 at a spike, else 0" },
      ...(counts && {
        u_wraps: { ...isInteger, unit, initial: 0, about: "wraps of the current" },
        v_clips: { ...isInteger, unit, initial: 0, about: "limited voltages" },
      }),
    },
    expressions: {
      u_next: {
        unit,
        value: `${decayed("u", "4095 - du")} + ${q.sum}`,
        about: "current before it wraps",
      },
      u_kept: { unit, value: wrappedCurrent[lavaDialect.keptEnd], about: "current after the step" },
      v_next: {
        unit,
        value: `${decayed("v", "4096 - dv")} + u + bias * 2**bias_exp`,
        about: "voltage before it is limited",
      },
      v_kept: { unit, value: limited("v_next"), about: "voltage within its register" },
      sent: {
        unit,
        value: `int(v_kept > ${weightUnit} * v_high) - int(v_kept < ${weightUnit} * v_low)`,
        about: "sign of the spike, or 0",
      },
    },
    step: [
      { u: "u_kept", ...q.cleared, ...(counts && { u_wraps: "u_wraps + int(u_kept != u_next)" }) },
      {
        v: "where(sent != 0, 0, v_kept)",
        [payload]: "sent",
        ...(counts && { v_clips: "v_clips + int(v_kept != v_next)" }),
      },
    ],
    spike: { when: `${payload} != 0`, reset: {} },
  });
}
