/** What rules do in a run, and what can be asked and told of their synapses; loaded where a network has any. */
export { checkWeights } from "./check-weights.ts";
export { ruleActs } from "./rule-acts.ts";
export { synapseAccess } from "./synapse-access.ts";
