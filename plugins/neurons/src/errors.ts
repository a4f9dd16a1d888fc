import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** An inhomogeneous gamma source without pieces, or with lists of unequal length. */
export const GAMMA_PIECES: ErrorFactory<{
  readonly model: string;
  readonly a: number;
  readonly b: number;
  readonly tbins: number;
}> = defineError("SL_GAMMA_PIECES", ({ model, a, b, tbins }) => ({
  message: "Each piece of an inhomogeneous gamma source needs a shape, a scale and a start time.",
  place: `neuron "${model}"`,
  expected: "a, b and tbins of the same length, at least 1",
  got: `${a}, ${b} and ${tbins}`,
  next: "Set one value of each per piece.",
}));
