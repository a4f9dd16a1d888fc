import { type Port, type PortNames, type Quantity, timeConstant } from "./port.ts";

/** Define a receptor with an alpha current that has the weight as its peak. */
export function currAlpha<Suffix extends string>(
  names: PortNames<Suffix>,
  defaults: { readonly tau: `${number} ms` },
): Port<Readonly<Record<`tau_syn_${Suffix}`, Quantity<"ms">>>> {
  const { suffix, word } = names;
  const [i, rise] = [`i_syn_${suffix}`, `i_rise_${suffix}`];
  return {
    parameters: {
      [`tau_syn_${suffix}`]: timeConstant(defaults.tau, `time to peak of the ${word} current`),
    } as Record<`tau_syn_${Suffix}`, Quantity<"ms">>,
    receptor: {
      unit: "nA",
      about: `${word} current; the weight is its peak, one time constant after arrival`,
      // e normalises the peak of s/tau * exp(-s/tau) to one.
      on: { [rise]: `${rise} + e * weight` },
    },
    state: {
      [i]: { initial: "0 nA", unit: "nA", about: `${word} synaptic current` },
      [rise]: { initial: "0 nA", unit: "nA", about: `drive of the ${word} current` },
    },
    dynamics: {
      [i]: `(${rise} - ${i}) / tau_syn_${suffix}`,
      [rise]: `-${rise} / tau_syn_${suffix}`,
    },
    expressions: {},
    current: i,
  };
}
