import { type BetaParameters, condBeta } from "./cond-beta.ts";
import type { Port, PortNames, Quantity } from "./port.ts";

/** Parameters of a conductance with a rise, a decay and a magnesium block. */
export type NmdaParameters<Suffix extends string> = BetaParameters<Suffix> &
  Readonly<Record<`c_mg_${Suffix}`, Quantity<"mM">>>;

/**
 * Define an NMDA receptor: a double exponential with a magnesium block near rest.
 *
 * Its spikes add up without saturation. The block is that of Jahr and Stevens (1990).
 */
export function condNmda<Suffix extends string>(
  names: PortNames<Suffix>,
  defaults: Parameters<typeof condBeta>[1],
): Port<NmdaParameters<Suffix>> {
  const { suffix, word, potential = "v" } = names;
  const port = condBeta(names, defaults);
  const unblocked = `unblocked_${suffix}`;
  return {
    ...port,
    parameters: {
      ...port.parameters,
      [`c_mg_${suffix}`]: {
        default: "1 mM",
        about: `magnesium concentration that blocks the ${word} conductance`,
        min: "0 mM",
      },
    } as NmdaParameters<Suffix>,
    receptor: {
      ...port.receptor,
      about: `${word} conductance; the weight is its peak without the block`,
    },
    expressions: {
      ...port.expressions,
      [unblocked]: {
        value: `1 / (1 + c_mg_${suffix} / (3.57*mM) * exp(-0.062 * ${potential} / mV))`,
        unit: "1",
        about: `fraction of the ${word} conductance that is not blocked`,
      },
    },
    current: `${unblocked} * ${port.current}`,
  };
}
