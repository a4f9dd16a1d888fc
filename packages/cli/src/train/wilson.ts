/** Number of standard deviations of a normal distribution that contain 95 % of it. */
const z = 1.959963984540054;

/**
 * Return the 95 % confidence interval of a proportion, of `right` among `all`.
 *
 * @cite doi:10.1080/01621459.1927.10502953, Wilson's score interval
 */
export function wilson(right: number, all: number): readonly [low: number, high: number] {
  const share = right / all;
  const scale = 1 + (z * z) / all;
  const middle = share + (z * z) / (2 * all);
  const half = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}
