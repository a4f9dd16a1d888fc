import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { completeNetwork, expectedProjections } from "@spikeloom/network";
import {
  atOnce,
  lowerNetwork,
  type NetworkProgram,
  printProgram,
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
  return lowered(network, stack, true);
}

/** Lower all neurons, which decide together what code is made of, and no synapses. */
export function withoutSynapses(network: NetworkRecord, stack: Stack): NetworkProgram {
  return lowered(network, stack, "synapses");
}

function lowered(network: NetworkRecord, stack: Stack, outline: true | "synapses"): NetworkProgram {
  const complete = completeNetwork(network, stack);
  const { seed } = complete;
  return atOnce(lowerNetwork({ network: complete, stack, seed, outline }));
}

function expectedSynapses(network: NetworkRecord, stack: Stack): readonly number[] {
  return expectedProjections(network, stack).map(({ synapses }) => synapses);
}
