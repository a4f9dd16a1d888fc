import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { expectedProjections } from "@spikeloom/network";
import {
  type NetworkProgram,
  printProgram,
  programOf,
  type ReadableProgram,
  readableProgram,
} from "@spikeloom/program";

/** Print what a sound network does in a step, in equations. */
export function printedProgram(network: NetworkRecord, stack: Stack): string {
  return printProgram(outlineOf(network, stack), { synapses: expectedSynapses(network, stack) });
}

/** Give the same as data, with all digits of numbers. */
export function programData(network: NetworkRecord, stack: Stack): ReadableProgram {
  return readableProgram(outlineOf(network, stack), { synapses: expectedSynapses(network, stack) });
}

/** Lower a few neurons of each population and no synapses, so that a network of any size is printed at once. */
function outlineOf(network: NetworkRecord, stack: Stack): NetworkProgram {
  return programOf(network, { stack, outline: true });
}

/** Lower all neurons, which decide together what code is made of, and no synapses. */
export function withoutSynapses(network: NetworkRecord, stack: Stack): NetworkProgram {
  return programOf(network, { stack, outline: "synapses" });
}

function expectedSynapses(network: NetworkRecord, stack: Stack): readonly number[] {
  return expectedProjections(network, stack).map(({ synapses }) => synapses);
}
