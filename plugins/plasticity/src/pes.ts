import { definePlasticity } from "@spikeloom/kernel";

/** Weights change against an error signal that the target receives. */
export const pes = definePlasticity({
  name: "pes",
  about: "Prescribed error sensitivity: a presynaptic spike changes weights against an error.",
  cite: ["doi:10.1371/journal.pone.0022885"],
  weightUnit: "nA",
  parameters: {
    eta: {
      default: "1e-6 nA",
      about: "learning rate divided by the number of sources",
      min: "0 nA",
    },
    encoder: { default: 1, about: "gain times encoder of the target; one value per synapse" },
  },
  modulators: { error: { unit: "1", about: "decoded value minus desired value" } },
  // MacNeil and Eliasmith 2011: kappa alpha_j e_j . E a_i, with the source's activity a_i as its spikes.
  on: { pre: { weight: "weight - eta * encoder * error" } },
});
