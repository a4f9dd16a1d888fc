import { clock } from "@spikeloom/backend-clock";
import { encoders } from "@spikeloom/encoders";
import { analog, frameworks } from "@spikeloom/frameworks";
import { integrators } from "@spikeloom/integrators";
import { createStack, type Stack } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { plasticity } from "@spikeloom/plasticity";
import { synapses } from "@spikeloom/synapses";

/**
 * All plugins for networks and their runs: the default stack without formats and learners.
 *
 * Runs and checks use it, so that a page that only runs a network loads no reader or writer of files, and no
 * learner.
 */
export const networkStack: Stack = createStack({
  plugins: [],
  tested: [
    ...neurons,
    ...synapses,
    ...plasticity,
    ...integrators,
    ...connectors,
    ...encoders,
    ...frameworks,
    ...analog,
    clock(),
    clock({ target: "js" }),
  ],
});
