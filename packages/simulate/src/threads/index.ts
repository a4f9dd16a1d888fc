export { type AnswerOptions, answerCopies } from "./answer-copies.ts";
export {
  type ConnectorAddress,
  type ForeignConnectors,
  foreignConnectors,
  loadConnectors,
} from "./foreign-connectors.ts";
export { faultOf, type PostedFault, postedFault } from "./posted-fault.ts";
export { type ThreadBatchOptions, threadBatch } from "./thread-batch.ts";
