import type { Accuracies } from "./compare.ts";

/** Number of standard deviations of a normal distribution that contain 95 % of it. */
const z = 1.96;

/** Print correct answers as a Markdown table, each with its 95 % confidence interval. */
export function tableOf({ of, float, analog, analogInt8, chips, cores }: Accuracies): string {
  const share = (right: number): string => {
    const p = right / of;
    const half = z * Math.sqrt((p * (1 - p)) / of);
    return `${(100 * p).toFixed(2)} ± ${(100 * half).toFixed(2)} %`;
  };
  const rows = chips.map((one) => {
    const fitting = cores[one.chip] ?? "-";
    if ("reason" in one) return [one.chip, one.reason, "-", "-", "-", fitting];
    const { chip, quantised, searched, trained, mapped } = one;
    const same = `${mapped.right} of ${mapped.of}; ${mapped.same} with equal spikes`;
    return [chip, share(quantised), share(searched), share(trained), same, fitting];
  });
  const lines = [
    ["chip", "rounded", "searched", "trained on the chip", "emulated", "cores"],
    ["---", "---", "---", "---", "---", "---"],
    ...rows,
  ].map((row) => `| ${row.join(" | ")} |`);
  return [
    `floating point: ${share(float)}; ANN: ${share(analog)}, with weights of 8 bits ${share(analogInt8)}; ${of} test samples`,
    "",
    ...lines,
  ].join("\n");
}
