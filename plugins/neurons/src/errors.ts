import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** An inhomogeneous gamma source has no pieces, or lists of different lengths. */
export const GAMMA_PIECES: ErrorFactory<{
  readonly model: string;
  readonly a: number;
  readonly b: number;
  readonly tbins: number;
}> = defineError("SL_GAMMA_PIECES", ({ model, a, b, tbins }) => ({
  message: "Each piece of an inhomogeneous gamma source has a shape, a scale and a beginning.",
  place: `neuron "${model}"`,
  expected: "a, b and tbins of one length, at least 1",
  got: `${a}, ${b} and ${tbins}`,
  next: "Give one value of each for every piece.",
}));
