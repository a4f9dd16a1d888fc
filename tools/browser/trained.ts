import { classifier } from "../../examples/first-classifier/classifier.ts";
import { train } from "../../packages/cli/src/train/index.ts";

/** Result of a short training. */
export interface TrainedDigits {
  readonly workers: number;
  /** SHA-256 of all weights, bit by bit. */
  readonly weights: string;
  readonly losses: readonly number[];
  /** Of the samples that were not used for training. */
  readonly right: number;
  /** Wall time. */
  readonly seconds: number;
}

/** Train the first classifier of the examples on its digits for two epochs, or for one on a graphics processor. */
export async function trainDigits(
  workers: number,
  processor: "cpu" | "gpu" = "cpu",
): Promise<TrainedDigits> {
  const start = performance.now();
  const task = { ...classifier("digits", 8, 128), processor };
  const { network, state, test } = await train(task, {
    epochs: processor === "gpu" ? 1 : 2,
    workers,
  });
  const seconds = (performance.now() - start) / 1000;
  const weights = (network.projections ?? []).map(({ weight }) => {
    const { values } = weight as unknown as { readonly values: Float64Array };
    return new Blob([Float64Array.from(values)]);
  });
  const digest = await crypto.subtle.digest("SHA-256", await new Blob(weights).arrayBuffer());
  return {
    workers,
    weights: hex(new Uint8Array(digest)),
    seconds,
    losses: state.history.map(({ loss }) => loss),
    right: test.right,
  };
}

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
