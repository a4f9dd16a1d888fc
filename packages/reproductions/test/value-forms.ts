import type { Value } from "@spikeloom/kernel";

type Plain = string | number;

/** Forms of one value, for the given number of neurons or synapses if the form needs it. */
export const forms: Readonly<Record<string, (value: Plain, count: number) => Value>> = {
  list: (value, count) => Array.from({ length: count }, () => value) as Value,
  "draw of zero width": (value) => ({ draw: "uniform", low: value, high: value }),
  // Units of one letter are no names in formulas.
  formula: (value) => ({
    formula: String(value)
      .replace(/ s$/, " * 1000 * ms")
      .replace(/ (?=[a-zA-Z])/, " * "),
  }),
};
