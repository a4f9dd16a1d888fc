import type { ConductanceParameters } from "./cond-exp.ts";
import { type Port, type PortNames, timeConstant } from "./port.ts";

/** Define a receptor with an alpha conductance that has the weight as its peak. */
export function condAlpha<Suffix extends string>(
  names: PortNames<Suffix>,
  defaults: { readonly tau: `${number} ms`; readonly reversal: `${number} mV` },
): Port<ConductanceParameters<Suffix>> {
  const { suffix, word } = names;
  const [g, rise] = [`g_${suffix}`, `g_rise_${suffix}`];
  return {
    parameters: {
      [`e_rev_${suffix}`]: {
        default: defaults.reversal,
        about: `reversal potential of the ${word} conductance`,
      },
      [`tau_syn_${suffix}`]: timeConstant(defaults.tau, `time to peak of the ${word} conductance`),
    } as ConductanceParameters<Suffix>,
    receptor: {
      unit: "uS",
      about: `${word} conductance; the weight is its peak, one time constant after arrival`,
      sign: "positive",
      // e normalises the peak of s/tau * exp(-s/tau) to one.
      on: { [rise]: `${rise} + e * weight` },
    },
    state: {
      [g]: { initial: "0 uS", unit: "uS", about: `${word} synaptic conductance` },
      [rise]: { initial: "0 uS", unit: "uS", about: `drive of the ${word} conductance` },
    },
    dynamics: {
      [g]: `(${rise} - ${g}) / tau_syn_${suffix}`,
      [rise]: `-${rise} / tau_syn_${suffix}`,
    },
    expressions: {},
    current: `${g} * (e_rev_${suffix} - ${names.potential ?? "v"})`,
  };
}
