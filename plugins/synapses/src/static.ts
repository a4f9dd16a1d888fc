import { defineSynapse } from "@spikeloom/kernel";

/** Synapse that delivers its weight at every spike. */
export const staticSynapse = defineSynapse({
  name: "static",
  about: "Synapse that delivers its weight, unchanged, at every spike.",
  cite: ["isbn:9780262041997"],
  parameters: {},
  deliver: "weight",
});
