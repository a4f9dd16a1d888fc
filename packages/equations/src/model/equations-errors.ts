import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A name in an equation block has no value. */
export const EQUATIONS_VALUE: ErrorFactory<{ place: string; name: string; unit: string }> =
  defineError("SL_EQUATIONS_VALUE", ({ place, name, unit }) => ({
    message: `The parameter "${name}" has no value.`,
    place,
    expected: `a value in ${unit}`,
    next: `Give "${name}" in "parameters", or name it in "inputs".`,
  }));

/** A feature of equation blocks that a single model record cannot express. */
export const EQUATIONS_UNSUPPORTED: ErrorFactory<{
  place: string;
  message: string;
  next: string;
}> = defineError("SL_EQUATIONS_UNSUPPORTED", (fault) => fault);
