import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import { createStack, type Stack } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { plasticity } from "@spikeloom/plasticity";
import { synapses } from "@spikeloom/synapses";

/**
 * All that networks are made of and run on: the default stack without formats and learners.
 *
 * Runs and checks take it, so that a page that runs a network alone neither loads how files are read and written, nor how networks learn.
 */
export const networkStack: Stack = createStack({
  plugins: [],
  tested: [
    ...neurons,
    ...synapses,
    ...plasticity,
    ...integrators,
    ...connectors,
    clock(),
    clock({ target: "js" }),
  ],
});
