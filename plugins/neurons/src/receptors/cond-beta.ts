import { type Port, type PortNames, type Quantity, timeConstant } from "./port.ts";

/** Parameters of a conductance with a rise and a decay. */
export type BetaParameters<Suffix extends string> = Readonly<
  Record<`tau_rise_${Suffix}` | `tau_decay_${Suffix}`, Quantity<"ms">> &
    Record<`e_rev_${Suffix}`, Quantity<"mV">>
>;

/** Define a receptor with a double-exponential conductance that peaks at the weight. */
export function condBeta<Suffix extends string>(
  names: PortNames<Suffix>,
  defaults: {
    readonly rise: `${number} ms`;
    readonly decay: `${number} ms`;
    readonly reversal: `${number} mV`;
  },
): Port<BetaParameters<Suffix>> {
  const { suffix, word } = names;
  const [g, rise, peak] = [`g_${suffix}`, `g_rise_${suffix}`, `peak_${suffix}`];
  return {
    parameters: {
      [`e_rev_${suffix}`]: {
        default: defaults.reversal,
        about: `reversal potential of the ${word} conductance`,
      },
      [`tau_rise_${suffix}`]: timeConstant(
        defaults.rise,
        `rise time constant of the ${word} conductance`,
      ),
      [`tau_decay_${suffix}`]: timeConstant(
        defaults.decay,
        `decay time constant of the ${word} conductance`,
      ),
    } as BetaParameters<Suffix>,
    receptor: {
      unit: "uS",
      about: `${word} conductance; the weight is its peak`,
      sign: "positive",
      on: { [rise]: `${rise} + ${peak} * weight` },
    },
    state: {
      [g]: { initial: "0 uS", unit: "uS", about: `${word} synaptic conductance` },
      [rise]: { initial: "0 uS", unit: "uS", about: `drive of the ${word} conductance` },
    },
    dynamics: {
      [g]: `(${rise} - ${g}) / tau_decay_${suffix}`,
      [rise]: `-${rise} / tau_rise_${suffix}`,
    },
    expressions: {
      [peak]: {
        // exp(t_peak / tau_rise), written so that equal time constants give e (the alpha function).
        value: `exp(1 / exprel(-log(tau_decay_${suffix} / tau_rise_${suffix})))`,
        unit: "1",
        about: `factor that makes the peak of the ${word} conductance equal to the weight`,
      },
    },
    current: `${g} * (e_rev_${suffix} - ${names.potential ?? "v"})`,
  };
}
