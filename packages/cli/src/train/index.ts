export type { Named, TaskData, TaskEncoder, TrainingTask } from "./task.ts";
export { type Trained, type TrainRunOptions, train } from "./train-task.ts";
