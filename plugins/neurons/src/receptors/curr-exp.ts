import { type Port, type PortNames, type Quantity, timeConstant } from "./port.ts";

/** Define a receptor whose current jumps by the weight and decays exponentially. */
export function currExp<Suffix extends string>(
  names: PortNames<Suffix>,
  defaults: { readonly tau: `${number} ms` },
): Port<Readonly<Record<`tau_syn_${Suffix}`, Quantity<"ms">>>> {
  const { suffix, word } = names;
  const i = `i_syn_${suffix}`;
  return {
    parameters: {
      [`tau_syn_${suffix}`]: timeConstant(
        defaults.tau,
        `decay time constant of the ${word} current`,
      ),
    } as Record<`tau_syn_${Suffix}`, Quantity<"ms">>,
    receptor: {
      unit: "nA",
      about: `${word} current; the weight is its jump`,
      on: { [i]: `${i} + weight` },
    },
    state: { [i]: { initial: "0 nA", unit: "nA", about: `${word} synaptic current` } },
    dynamics: { [i]: `-${i} / tau_syn_${suffix}` },
    expressions: {},
    current: i,
  };
}
