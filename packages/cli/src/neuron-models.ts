import * as models from "@spikeloom/neurons";

/** All neuron models and sources by their names in TypeScript: `neurons.lifCurrExp`. */
export const neurons: typeof models = models;
