import { defineSynapse, type SynapseModel } from "@spikeloom/kernel";
import { axonTypes, levelOf } from "./neuron.ts";

const parameters = {
  type: { default: 0, about: "type of the axons", type: "integer", min: 0, max: 3 },
} as const;

/** Name of the model, by which the emulator accepts projections that state it. */
export const synapseName = "truenorth-synapse";

/**
 * Create the synapse of axons of one type, or of the type that its parameter states.
 *
 * Each spike on an axon draws one byte for each neuron: Cassidy et al. 2013, equation 2.
 */
export function synapseModel(type?: number): SynapseModel<typeof parameters> {
  const read = type === undefined ? axonTypes : [type];
  const level =
    type === undefined
      ? "where(type == 0, level_0, where(type == 1, level_1, where(type == 2, level_2, level_3)))"
      : levelOf(type);
  return defineSynapse({
    name: synapseName,
    about: "Synapse of TrueNorth that acts at random where its neuron says so.",
    cite: ["doi:10.1109/IJCNN.2013.6707077"],
    parameters,
    weightUnit: "1",
    reads: Object.fromEntries(
      read.map((one) => [levelOf(one), { of: "post", variable: levelOf(one), unit: "1" }]),
    ),
    expressions: {
      acts: {
        unit: "1",
        value: `int(floor(256 * rand()) < ${level})`,
        about: "1 if the synapse acts on this spike",
        constantOverStep: true,
      },
    },
    deliver: "weight * acts",
  });
}

/** Synapse of TrueNorth that acts at random where its neuron says so. */
export const trueNorthSynapse: SynapseModel<typeof parameters> = synapseModel();
