/** A neuron that never spiked has no class. */
const none = -1;

/** Assign to each neuron the class for which it spikes most, on average over images. */
export function classOfEach(
  responses: readonly Float64Array[],
  labels: ArrayLike<number>,
  classes: number,
): readonly number[] {
  const neurons = responses[0]?.length ?? 0;
  const sums = Array.from({ length: classes }, () => new Float64Array(neurons));
  const images = new Float64Array(classes);
  responses.forEach((counts, k) => {
    const label = labels[k] ?? 0;
    images[label] = (images[label] ?? 0) + 1;
    counts.forEach((count, n) => {
      const sum = sums[label];
      if (sum) sum[n] = (sum[n] ?? 0) + count;
    });
  });
  return Array.from({ length: neurons }, (_, n) => {
    const means = sums.map((sum, label) => (sum[n] ?? 0) / Math.max(1, images[label] ?? 0));
    const most = Math.max(...means);
    return most > 0 ? means.indexOf(most) : none;
  });
}

/** Classify a response as the class whose neurons spiked most, on average over them. */
export function readClass(
  counts: Float64Array,
  classOf: readonly number[],
  classes: number,
): number {
  const [sums, members] = [new Float64Array(classes), new Float64Array(classes)];
  classOf.forEach((label, n) => {
    if (label === none) return;
    sums[label] = (sums[label] ?? 0) + (counts[n] ?? 0);
    members[label] = (members[label] ?? 0) + 1;
  });
  const means = sums.map((sum, label) => sum / Math.max(1, members[label] ?? 0));
  return means.indexOf(Math.max(...means));
}

/** Count the correctly classified responses. */
export function countRight(
  responses: readonly Float64Array[],
  labels: ArrayLike<number>,
  classOf: readonly number[],
  classes: number,
): number {
  return responses.filter((counts, k) => readClass(counts, classOf, classes) === labels[k]).length;
}
