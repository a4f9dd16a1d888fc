import { type Port, type PortNames, type Quantity, timeConstant } from "./port.ts";

/** Parameters of a conductance with one time constant. */
export type ConductanceParameters<Suffix extends string> = Readonly<
  Record<`tau_syn_${Suffix}`, Quantity<"ms">> & Record<`e_rev_${Suffix}`, Quantity<"mV">>
>;

/** Define a receptor whose conductance jumps by the weight and decays. */
export function condExp<Suffix extends string>(
  names: PortNames<Suffix>,
  defaults: { readonly tau: `${number} ms`; readonly reversal: `${number} mV` },
): Port<ConductanceParameters<Suffix>> {
  const { suffix, word } = names;
  const g = `g_${suffix}`;
  return {
    parameters: {
      [`e_rev_${suffix}`]: {
        default: defaults.reversal,
        about: `reversal potential of the ${word} conductance`,
      },
      [`tau_syn_${suffix}`]: timeConstant(
        defaults.tau,
        `decay time constant of the ${word} conductance`,
      ),
    } as ConductanceParameters<Suffix>,
    receptor: {
      unit: "uS",
      about: `${word} conductance; the weight is its jump`,
      sign: "positive",
      on: { [g]: `${g} + weight` },
    },
    state: { [g]: { initial: "0 uS", unit: "uS", about: `${word} synaptic conductance` } },
    dynamics: { [g]: `-${g} / tau_syn_${suffix}` },
    expressions: {},
    current: `${g} * (e_rev_${suffix} - ${names.potential ?? "v"})`,
  };
}
