export { type CoreUse, fitCores, loihiLimits } from "./cores.ts";
export { loihiCuba } from "./cuba.ts";
export {
  type LoihiDialect,
  type LoihiDialectName,
  lavaDialect,
  loihiDialects,
  nengoLoihiDialect,
} from "./dialects.ts";
export { emulated } from "./emulated.ts";
export {
  LOIHI_DELAY,
  LOIHI_DIALECT,
  LOIHI_LIMIT,
  LOIHI_NEURON,
  LOIHI_NOISE,
  LOIHI_RECORD,
  LOIHI_RULE,
  LOIHI_SYNAPSE,
  LOIHI_WEIGHT,
} from "./errors.ts";
export { type LoihiLearningRule, type LoihiTrace, loihiLearning } from "./learning.ts";
export type { TraceName } from "./learning-rule.ts";
export { type LoihiOptions, loihi } from "./loihi.ts";
export {
  loihiDelta,
  loihiGraded,
  loihiResonateFire,
  loihiResonateFireIzhikevich,
  loihiSigmaDelta,
  loihiTernary,
} from "./loihi-2.ts";
export { loihiGradedSynapse, loihiSynapse } from "./synapse.ts";
