import type { BatchScore, Score } from "@spikeloom/training";
import { formatSeconds, formatShare } from "./numbers.ts";

/** A line on a terminal that shows the progress of a training. */
export interface TrainingLine {
  show(batch: BatchScore): void;
  clear(): void;
}

const barColumns = 24;
/** Milliseconds between updates. */
const every = 100;

/** Show the progress of a training over the given epochs, if standard error is a terminal. */
export function trainingLine(
  { epochs, from }: { readonly epochs: number; readonly from: number },
  stream: NodeJS.WriteStream = process.stderr,
): TrainingLine {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  const began = performance.now();
  let drawn = began;
  let isShown = false;
  return {
    show(batch) {
      const now = performance.now();
      if (now - drawn < every) return;
      drawn = now;
      isShown = true;
      const done = batch.epoch + batch.batches / batch.of;
      const filled = Math.floor((done / epochs) * barColumns);
      const bar = "█".repeat(filled) + "░".repeat(barColumns - filled);
      const left = ((now - began) / 1000 / Math.max(done - from, 1e-9)) * (epochs - done);
      const epoch = `epoch ${batch.epoch + 1} of ${epochs}`;
      stream.write(`\r\u001b[K${bar}  ${epoch}  ${scoreText(batch)}  ${formatSeconds(left)} left`);
    },
    clear() {
      if (isShown) stream.write("\r\u001b[K");
      isShown = false;
    },
  };
}

/** Format a loss, and the accuracy if it is known. */
export function scoreText({ loss, accuracy }: Score): string {
  const right = accuracy === undefined ? "" : `  accuracy ${formatShare(accuracy)}`;
  return `loss ${lossText(loss)}${right}`;
}

/** Format a loss to three digits. */
export function lossText(loss: number): string {
  return loss >= 0.001 && loss < 1000 ? String(Number(loss.toPrecision(3))) : loss.toExponential(2);
}
