import type { NetworkRecord } from "./network.ts";

/**
 * What is known of every program of a network.
 *
 * All that it does is in `NetworkProgram` of `@spikeloom/program`: a backend takes that in place of this.
 */
export interface ProgramRecord {
  /** What it was lowered from: checked and complete, every default is written out. */
  readonly network: NetworkRecord;
  /** Keys all that is drawn. */
  readonly seed: number;
  /** Duration of a step in milliseconds. */
  readonly dt: number;
  /** Whether code may set inputs that nothing feeds and let sources send spikes of their own. */
  readonly open: boolean;
  /** Capabilities without which a backend cannot run it. */
  readonly requires: readonly string[];
}
