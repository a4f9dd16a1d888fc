/** Spikes of each neuron at each digit, digit after digit. */
export interface Responses {
  readonly neurons: number;
  readonly counts: Uint16Array;
}

/** Neurons without spikes have no label. */
export const unlabelled = 255;

/** Label each neuron with the digit for which it fires most, on average over samples. */
export function labelNeurons({ neurons, counts }: Responses, labels: Uint8Array): Uint8Array {
  const sums = Array.from({ length: 10 }, () => new Float64Array(neurons));
  const examples = new Float64Array(10);
  labels.forEach((label, k) => {
    examples[label] = (examples[label] ?? 0) + 1;
    const sum = sums[label];
    for (let j = 0; j < neurons && sum; j++)
      sum[j] = (sum[j] ?? 0) + (counts[k * neurons + j] ?? 0);
  });
  return Uint8Array.from({ length: neurons }, (_, j) => {
    const means = sums.map((sum, label) => (sum[j] ?? 0) / Math.max(1, examples[label] ?? 0));
    const most = Math.max(...means);
    return most > 0 ? means.indexOf(most) : unlabelled;
  });
}

/** Classify each response as the digit whose neurons fire most, on average over them. */
export function readResponses({ neurons, counts }: Responses, labelOf: Uint8Array): Uint8Array {
  const members = new Float64Array(10);
  for (const label of labelOf) if (label !== unlabelled) members[label] = (members[label] ?? 0) + 1;
  const sums = new Float64Array(10);
  return Uint8Array.from({ length: counts.length / neurons }, (_, k) => {
    sums.fill(0);
    labelOf.forEach((label, j) => {
      if (label !== unlabelled) sums[label] = (sums[label] ?? 0) + (counts[k * neurons + j] ?? 0);
    });
    const means = sums.map((sum, label) => sum / Math.max(1, members[label] ?? 0));
    return means.indexOf(Math.max(...means));
  });
}
