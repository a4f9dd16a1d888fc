import { defineNeuron, type NeuronModel } from "@spikeloom/kernel";
import { accumulator } from "./accumulator.ts";
import { type Loihi2Parts, plainParts } from "./graded.ts";
import { limited } from "./registers.ts";

const unit = "1";
const isInteger = { type: "integer" } as const;
const factor = { ...isInteger, min: -4096, max: 4096 } as const;

const parameters = {
  cos_decay: { ...factor, default: 0, about: "decay times the cosine of a step's angle" },
  sin_decay: { ...factor, default: 0, about: "decay times the sine of a step's angle" },
  decay_bits: {
    ...isInteger,
    default: 12,
    about: "exponent of the unit of both decays, 2**-decay_bits",
    min: 0,
    max: 12,
  },
  state_exp: { ...isInteger, default: 0, about: "exponent of input and threshold", min: 0, max: 7 },
  v_threshold: {
    ...isInteger,
    default: 1,
    about: "threshold, times 2**state_exp",
    min: 0,
    max: 2 ** 23 - 1,
  },
} as const;

/** Names of the resonators. */
export const resonateName = "loihi-resonate-fire";
export const resonateIzhikevichName = "loihi-resonate-fire-izhikevich";

/** How a resonator spikes. */
const spiking = {
  [resonateName]: {
    about:
      "Resonate-and-fire neuron of Loihi 2, which spikes where its imaginary part rises through 0.",
    fired: "int(re_kept >= level and im_kept >= 0 and im < 0)",
    re: "re_kept",
    im: "im_kept",
  },
  [resonateIzhikevichName]: {
    about: "Resonate-and-fire neuron of Loihi 2 with Izhikevich's threshold and reset.",
    fired: "int(im_kept >= level)",
    re: "where(im_kept >= level, 0, re_kept)",
    im: "where(im_kept >= level, level - 1, im_kept)",
  },
} as const;

/** Create a resonator: Lava's `RF` and `RF_IZ` in fixed point. */
export function resonatorModel(
  name: keyof typeof spiking,
  { counts, shifts }: Loihi2Parts = plainParts,
): NeuronModel<typeof parameters> {
  const { about, fired, re, im } = spiking[name];
  const part = (receptor: string, register: string) =>
    accumulator(receptor, {
      register,
      weightUnit: 1,
      about: `weight onto the ${receptor} part`,
      shifts,
    });
  const [real, imaginary] = [part("real", "q_re"), part("imaginary", "q_im")];
  return defineNeuron({
    name,
    about,
    cite: ["https://github.com/lava-nc/lava", "doi:10.1016/S0893-6080(01)00078-8"],
    parameters,
    receptors: { ...real.receptors, ...imaginary.receptors },
    state: {
      ...real.state,
      ...imaginary.state,
      re: { ...isInteger, unit, initial: 0, about: "real part" },
      im: { ...isInteger, unit, initial: 0, about: "imaginary part" },
      fired: { ...isInteger, unit, initial: 0, about: "1 if the neuron spiked in the last step" },
      ...(counts && {
        v_clips: { ...isInteger, unit, initial: 0, about: "limited voltages" },
      }),
    },
    expressions: {
      level: {
        unit,
        value: "v_threshold * 2**state_exp",
        about: "threshold in units of the state",
      },
      re_next: {
        unit,
        value: `(${real.sum}) * 2**state_exp + ${product("cos_decay", "re")} - ${product("sin_decay", "im")}`,
        about: "real part before it is limited",
      },
      im_next: {
        unit,
        value: `(${imaginary.sum}) * 2**state_exp + ${product("sin_decay", "re")} + ${product("cos_decay", "im")}`,
        about: "imaginary part before it is limited",
      },
      re_kept: { unit, value: limited("re_next"), about: "real part within its register" },
      im_kept: { unit, value: limited("im_next"), about: "imaginary part within its register" },
    },
    step: [
      {
        ...real.cleared,
        ...imaginary.cleared,
        re,
        im,
        fired,
        ...(counts && {
          v_clips: "v_clips + int(re_kept != re_next) + int(im_kept != im_next)",
        }),
      },
    ],
    spike: { when: "fired == 1", reset: {} },
  });
}

/** A product without its last bits: its magnitude is cut towards zero. */
function product(decay: string, register: string): string {
  return `sign(${decay} * ${register}) * floor(abs(${decay} * ${register}) / 2**decay_bits)`;
}
