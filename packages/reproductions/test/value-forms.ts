import type { Value } from "@spikeloom/kernel";

type Plain = string | number;

/** The forms that can stand for one value, of so many neurons or synapses where it says which. */
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
