export { type ChosenProcessor, chooseProcessor } from "./choose-processor.ts";
export {
  type ProcessorAccess,
  type ProcessorTrainer,
  processorTrainer,
} from "./processor-trainer.ts";
