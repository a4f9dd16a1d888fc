export {
  type MeasuredRun,
  type MeasureName,
  measures,
  type ParameterValue,
  SWEEP_STOPPED,
} from "@spikeloom/sweep";
export type { Spread } from "./spread.ts";
export {
  type BuildNetwork,
  type Sweep,
  type SweepOptions,
  type SweptPoint,
  type SweptRun,
  sweep,
} from "./sweep-network.ts";
