import * as rules from "@spikeloom/plasticity";

/** All plasticity rules by name: `plasticity.stdpPair`. */
export const plasticity: typeof rules = rules;
