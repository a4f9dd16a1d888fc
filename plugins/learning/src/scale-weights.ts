import { type Simulated, valuesFromUnit } from "@spikeloom/simulate";

/** Scale the weights onto each neuron to a sum in internal units, so that none grows at the cost of others. */
export async function scaleWeights(
  sim: Simulated,
  projection: string,
  wanted: number,
): Promise<void> {
  const { values, unit, targets } = await sim.weights(projection);
  const internal = valuesFromUnit(values, unit);
  const sums = new Map<number, number>();
  targets.forEach((target, k) => {
    sums.set(target, (sums.get(target) ?? 0) + (internal[k] as number));
  });
  // A neuron all of whose weights are 0 has none to scale.
  const scaled = values.map((weight, k) => {
    const sum = sums.get(targets[k] as number) ?? 0;
    return sum === 0 ? weight : (weight * wanted) / sum;
  });
  await sim.setWeights(projection, { values: scaled, unit });
}
