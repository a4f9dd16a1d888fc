/** Actions of rules during a run, and access to their synapses; loaded if a network has any. */
export { checkWeights } from "./check-weights.ts";
export { ruleActs } from "./rule-acts.ts";
export { synapseAccess } from "./synapse-access.ts";
