import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { expectedProjections } from "@spikeloom/network";
import { type NetworkProgram, printProgram, programOf, writeProgram } from "@spikeloom/program";

/** Print the operations of a step of a valid network, as equations. */
export function printedProgram(network: NetworkRecord, stack: Stack): string {
  return printProgram(outlineOf(network, stack), { synapses: expectedSynapses(network, stack) });
}

/** Write the program of all neurons, which `spikeloom run` runs without the network. */
export function writtenProgram(network: NetworkRecord, stack: Stack): string {
  return writeProgram(programOf(network, { stack }));
}

/** Lower a few neurons of each population and no synapses, so that a network of any size is printed at once. */
function outlineOf(network: NetworkRecord, stack: Stack): NetworkProgram {
  return programOf(network, { stack, outline: true });
}

/** Lower all neurons, which together determine the generated code, and no synapses. */
export function withoutSynapses(network: NetworkRecord, stack: Stack): NetworkProgram {
  return programOf(network, { stack });
}

function expectedSynapses(network: NetworkRecord, stack: Stack): readonly number[] {
  return expectedProjections(network, stack).map(({ synapses }) => synapses);
}
