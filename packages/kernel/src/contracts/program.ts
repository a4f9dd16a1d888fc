/**
 * Fields common to all programs of a network.
 *
 * The complete program is `NetworkProgram` of `@spikeloom/program`, which backends take in place of this type.
 */
export interface ProgramRecord {
  /** Key of all random numbers. */
  readonly seed: number;
  /** Duration of a step in milliseconds. */
  readonly dt: number;
  /** Whether code may set inputs without other contributions and let sources send additional spikes. */
  readonly open: boolean;
  /** Capabilities that a backend needs to run it. */
  readonly requires: readonly string[];
}
