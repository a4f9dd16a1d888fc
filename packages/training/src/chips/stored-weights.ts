import { compileExpression, parseExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { ProjectionProgram } from "@spikeloom/program";
import { partialsOf } from "@spikeloom/program/derive";

/** Weights of a projection as a chip stores them. */
export interface StoredWeights {
  /** Name of the chip's projection. */
  readonly projection: string;
  /** Return the chip's weights. */
  store(weights: Float64Array): Float64Array;
  /**
   * Add to derivatives with respect to weights, given those with respect to the chip's weights.
   *
   * Rounding passes them as if nothing were rounded; a weight that is clipped has none.
   */
  gather(weights: Float64Array, slopes: Float64Array, into: Float64Array): void;
}

const unchanged = parseExpression("weight");

/** Compile the conversion of a projection's weights, and its derivative. */
export function storedWeights({
  name,
  converted = unchanged,
}: Pick<ProjectionProgram, "name" | "converted">): StoredWeights {
  const partial = partialsOf(converted, { chooses: false, roundsThrough: true }).get("weight");
  const frame = new Float64Array(1);
  const scope = { slots: new Map([["weight", 0]]), functions: hostFunctions };
  const compute = compileExpression(converted, scope);
  const slope = compileExpression(partial ?? { kind: "number", value: 0 }, scope);
  return {
    projection: name,
    store(weights) {
      return weights.map((weight) => {
        frame[0] = weight;
        return compute(frame);
      });
    },
    gather(weights, slopes, into) {
      for (let k = 0; k < weights.length; k++) {
        frame[0] = weights[k] as number;
        into[k] = (into[k] as number) + slope(frame) * (slopes[k] as number);
      }
    },
  };
}
