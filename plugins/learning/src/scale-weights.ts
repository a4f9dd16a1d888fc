import { type Simulated, valuesFromUnit } from "@spikeloom/simulate";
import { TRAINING_OPTION } from "@spikeloom/training";

/**
 * Scale the weights onto each neuron to a sum in internal units, so that none grows at the expense of others.
 *
 * Throws `SL_TRAINING_OPTION` for negative weights: near a sum of 0 weights would grow without bound, and below it
 * change their sign.
 */
export async function scaleWeights(
  sim: Simulated,
  projection: string,
  wanted: number,
): Promise<void> {
  const { values, unit, targets } = await sim.weights(projection);
  const internal = valuesFromUnit(values, unit);
  const below = internal.findIndex((weight) => weight < 0);
  if (below >= 0) throw notScaled(projection, `${values[below]} ${unit}`);
  const sums = new Map<number, number>();
  targets.forEach((target, k) => {
    sums.set(target, (sums.get(target) ?? 0) + (internal[k] as number));
  });
  // A neuron with only zero weights cannot be scaled.
  const scaled = values.map((weight, k) => {
    const sum = sums.get(targets[k] as number) ?? 0;
    return sum === 0 ? weight : (weight * wanted) / sum;
  });
  await sim.setWeights(projection, { values: scaled, unit });
}

function notScaled(projection: string, got: string): Error {
  return TRAINING_OPTION({
    place: "weight_sum",
    message: `Inhibitory weights of "${projection}" cannot be scaled to a sum.`,
    expected: "weights from 0",
    got,
    next: "Use non-negative initial weights and a lower bound of 0 in the rule, or omit weight_sum.",
  });
}
