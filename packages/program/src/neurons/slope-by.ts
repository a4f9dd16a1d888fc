import { differentiate, type Expression } from "@spikeloom/equations";
import { SpikeLoomError } from "@spikeloom/kernel";

/** Differentiate a right-hand side with respect to a variable; undefined if it has no derivative. */
export function slopeBy(side: Expression, variable: string): Expression | undefined {
  try {
    return differentiate(side, variable);
  } catch (error) {
    if (error instanceof SpikeLoomError && error.code === "SL_DERIVATIVE") return undefined;
    throw error;
  }
}
