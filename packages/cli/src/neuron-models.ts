import * as models from "@spikeloom/neurons";

/** All neuron models and sources by name: `neurons.lifCurrExp`. */
export const neurons: typeof models = models;
