import { network as build, type NetworkRecord, neurons, population, record } from "spikeloom";

/** A population whose size is the seed, so that a test can check the arguments of the call. */
export function network({ seed = 1 }: { readonly seed?: number }): NetworkRecord {
  const E = population(neurons.lif({ v_rest: "-45 mV" }), seed);
  return build({ name: "made", populations: { E }, record: [record(E)], duration: "50 ms" });
}
