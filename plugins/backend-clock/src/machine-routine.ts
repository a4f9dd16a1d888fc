import type { ModuleBuilder, Routine } from "@spikeloom/code";

/** A loop that a machine runs. */
export interface MachineRoutine {
  readonly routine: Routine;
  /** Writes the same as an exported function by hand, where that is measurably faster. */
  readonly byHand?: (m: ModuleBuilder, exported: string) => void;
}
