import type { RecorderProgram } from "@spikeloom/program";

// Number of values held before they are passed on: few enough to lose little, enough to be efficient.
const heldValues = { ofVariable: 65_536, together: 1_048_576 };

/**
 * Choose the number of steps after which samples are passed on.
 *
 * No variable of a recorder then holds more than its limit, nor all of them together more than theirs; a single row is
 * held whatever its length.
 */
export function stepsBetween(recorded: readonly RecorderProgram[]): number {
  let steps = Number.MAX_SAFE_INTEGER;
  let perStep = 0;
  for (const { variables, chosen, every } of recorded) {
    if (variables.length === 0) continue;
    const rows = Math.max(1, Math.floor(heldValues.ofVariable / Math.max(1, chosen.size)));
    steps = Math.min(steps, rows * every);
    perStep += (variables.length * chosen.size) / every;
  }
  return perStep === 0
    ? steps
    : Math.max(1, Math.min(steps, Math.floor(heldValues.together / perStep)));
}

/** Return the maximum number of samples of a recorder in a number of steps. */
export function rowsWithin({ every }: Pick<RecorderProgram, "every">, steps: number): number {
  return Math.ceil(steps / every);
}
