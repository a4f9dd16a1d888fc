import * as models from "@spikeloom/synapses";

/** All synapse models by name: `synapses.tsodyksMarkram`. */
export const synapses: typeof models = models;
