import { SpikeLoomError } from "@spikeloom/kernel";
import { DIVERGED } from "@spikeloom/simulate";
import type { Definition } from "../definition.ts";

/** Wait for a run; returns its error if a value was no longer finite, and throws all others. */
export async function divergence(run: Promise<void>): Promise<SpikeLoomError | undefined> {
  try {
    await run;
    return undefined;
  } catch (fault) {
    if (fault instanceof SpikeLoomError && fault.code === DIVERGED.code) return fault;
    throw fault;
  }
}

/** Explain in PyNN's terms how to avoid non-finite values. */
export function inPynnWords(
  error: SpikeLoomError,
  { options }: Pick<Definition, "options">,
): SpikeLoomError {
  if (error.code !== DIVERGED.code) return error;
  const { code, summary: message, place, expected, got } = error;
  const next =
    `Set up a timestep smaller than ${options.timestep} ms. If that changes nothing, look for a division by 0 ` +
    "or the root of a negative number in the cells and their parameters.";
  const others = error.others.map((other) => inPynnWords(other, { options }));
  return new SpikeLoomError(code, { message, place, expected, got, next }, others);
}
