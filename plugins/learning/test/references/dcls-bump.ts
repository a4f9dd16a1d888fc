/**
 * The reference of dcls: weights of delays of 1 to `longest` steps for a delay between steps.
 *
 * Hammouamri, Khalfaoui-Hassani and Masquelier 2023, doi:10.48550/arXiv.2306.17670, equation 6: a Gaussian around the
 * delay,
 * divided by the sum of all weights.
 */
export function bump(delay: number, width: number, longest: number): readonly number[] {
  const heights = Array.from({ length: longest }, (_, k) =>
    Math.exp(-0.5 * ((k + 1 - delay) / width) ** 2),
  );
  const sum = heights.reduce((total, one) => total + one, 0);
  return heights.map((height) => height / sum);
}
