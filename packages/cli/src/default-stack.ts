import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import { formats } from "@spikeloom/interop/formats";
import { createStack, type Stack } from "@spikeloom/kernel";
import { learning } from "@spikeloom/learning";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { plasticity } from "@spikeloom/plasticity";
import { pynnFormat } from "@spikeloom/pynn/format";
import { synapses } from "@spikeloom/synapses";

/** All plugins that come with SpikeLoom. */
export const defaultStack: Stack = createStack({
  plugins: [],
  tested: [
    ...neurons,
    ...synapses,
    ...plasticity,
    ...integrators,
    ...connectors,
    ...learning,
    clock(),
    clock({ target: "js" }),
    ...formats,
    pynnFormat,
  ],
});
