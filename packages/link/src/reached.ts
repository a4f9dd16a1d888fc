import { SpikeLoomError } from "@spikeloom/kernel";
import { DIVERGED } from "@spikeloom/simulate";
import type { Answer, Watch } from "./answer.ts";
import { failureOf } from "./failures.ts";
import type { Failure } from "./generated/replies.ts";

/** State after a run. */
export interface Standing {
  /** In ms. */
  readonly time: number;
  /** Whether the requested time was reached. */
  readonly isThere: boolean;
}

/**
 * Run, and return the time reached.
 *
 * A run that was interrupted before its start does not start. Data recorded before a divergence can be requested as
 * usual.
 */
export async function reachedBy(
  run: (onWarning: (warning: string) => void) => Promise<void>,
  { signal }: Watch,
  standing: () => Standing,
): Promise<Answer> {
  const warnings: string[] = [];
  const failure = signal.aborted
    ? undefined
    : await divergenceOf(run((warning) => void warnings.push(warning)));
  const { time, isThere } = standing();
  const interrupted = !isThere && (signal.aborted || failure !== undefined);
  const value = { time, interrupted, warnings, ...(failure !== undefined && { failure }) };
  return { case: "reached", value };
}

async function divergenceOf(run: Promise<void>): Promise<Failure | undefined> {
  try {
    await run;
    return undefined;
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError && fault.code === DIVERGED.code)) throw fault;
    return failureOf(fault, "run");
  }
}
