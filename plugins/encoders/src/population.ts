import { defineEncoder } from "@spikeloom/kernel";
import { exp, log } from "./elementary.ts";
import { fieldSpikes, strongestFields } from "./receptive-fields.ts";
import { checkOrder, checkRange, oneEach } from "./unit-values.ts";

/** Centre and width of a neuron's field, as in section 3 of the paper. */
function fieldOf(
  k: number,
  { fields, low, high, beta }: Readonly<Record<"fields" | "low" | "high" | "beta", number>>,
): { readonly centre: number; readonly sigma: number } {
  const spacing = (high - low) / (fields - 2);
  return { centre: low + (k - 0.5) * spacing, sigma: spacing / beta };
}

/**
 * Encode values by Gaussian receptive fields over their range.
 *
 * The centres of the first and the last field lie half a spacing outside the range. A value has `fields` neurons.
 */
export const population = defineEncoder({
  name: "population",
  about: "Gaussian receptive fields for each value; greater excitation gives an earlier spike.",
  cite: ["doi:10.1016/S0925-2312(01)00658-0"],
  parameters: {
    fields: { default: 8, about: "neurons per value", type: "integer", min: 3 },
    low: { default: 0, about: "least value" },
    high: { default: 1, about: "greatest value" },
    beta: {
      default: 1.5,
      about: "spacing of the fields relative to their width",
      min: 0,
      exclusive: true,
    },
    last: {
      default: "10 ms",
      about: "spike time without excitation",
      min: "0 ms",
      exclusive: true,
    },
    threshold: {
      default: 0.1,
      about: "excitation below which no spike is emitted",
      min: 0,
      max: 1,
    },
  },
  valueByValue: true,
  neurons: (shape, { parameters: { fields } }) => oneEach(shape) * fields,
  spikes({ values }, { from, until, parameters }) {
    const { fields, low, high } = parameters;
    checkOrder("population", { low, high });
    checkRange(values, { encoder: "population", low, high });
    const excitations = Float64Array.from({ length: values.length * fields }, (_, neuron) => {
      const { centre, sigma } = fieldOf(neuron % fields, parameters);
      const distance = ((values[Math.floor(neuron / fields)] ?? 0) - centre) / sigma;
      return exp(-0.5 * distance * distance);
    });
    return fieldSpikes(excitations, parameters, { from, until });
  },
  // The difference between the logarithms of two Gaussians is linear in the value.
  decode(spikes, { parameters }) {
    const { fields, last, low, high } = parameters;
    return Float64Array.from({ length: spikes.length / fields }, (_, k) => {
      const own = spikes.slice(k * fields, (k + 1) * fields);
      const [first, second] = strongestFields(own, last);
      if (first === undefined) return (low + high) / 2;
      const { centre: a, sigma } = fieldOf(first.field, parameters);
      if (second === undefined) return a;
      const { centre: b } = fieldOf(second.field, parameters);
      const ratio = log(first.excitation / second.excitation);
      return (a + b) / 2 + (sigma * sigma * ratio) / (a - b);
    });
  },
});
