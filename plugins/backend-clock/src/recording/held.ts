import type { RecorderProgram } from "@spikeloom/program";

// What a recorder holds before it hands it over: small enough to lose little, large enough to be cheap.
const heldValues = 65_536;

/** Samples that are held at most before they are handed over. */
export function heldSamples({ chosen }: RecorderProgram): number {
  return Math.max(1, Math.floor(heldValues / Math.max(1, chosen.size)));
}

/** The most steps that may pass before samples have to be handed over. */
export function stepsBetween(recorded: readonly RecorderProgram[]): number {
  const sampled = recorded.filter(({ variables }) => variables.length > 0);
  return sampled.reduce(
    (least, one) => Math.min(least, heldSamples(one) * one.every),
    Number.MAX_SAFE_INTEGER,
  );
}
