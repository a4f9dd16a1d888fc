import { compileExpression, type Expression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { SynapseValue } from "@spikeloom/network";

/** The name by which a conversion reads the drawn weight. */
const read = "weight";

/** Compile a conversion of weights to a function. */
export function weightConversion(conversion: Expression): (weight: number) => number {
  const frame = new Float64Array(1);
  const compute = compileExpression(conversion, {
    slots: new Map([[read, 0]]),
    functions: hostFunctions,
  });
  return (weight) => {
    frame[0] = weight;
    return compute(frame);
  };
}

/** Convert the weights of synapses as they are drawn. */
export function convertedWeights(values: SynapseValue, conversion: Expression): SynapseValue {
  const convert = weightConversion(conversion);
  if (values.constant !== undefined) return { constant: convert(values.constant) };
  return {
    // A conversion need not preserve order.
    extent: undefined,
    fill(row, out) {
      values.fill(row, out);
      for (let k = 0; k < row.partners.length; k++) out[k] = convert(out[k] as number);
    },
  };
}
