import type { Progress } from "@spikeloom/simulate";
import { formatSeconds } from "./numbers.ts";

/** A line on a terminal that shows how far a run has come. */
export interface ProgressLine {
  show(progress: Progress): void;
  /** Remove the line. */
  clear(): void;
}

const barColumns = 24;
/** Runs that end before this show nothing. */
const patience = 400;

/** Draw progress on standard error if that is a terminal, else nowhere. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  const began = performance.now();
  let isShown = false;
  return {
    show({ fraction, secondsLeft }) {
      if (performance.now() - began < patience || fraction === 1) return;
      isShown = true;
      const filled = Math.floor(fraction * barColumns);
      const bar = "█".repeat(filled) + "░".repeat(barColumns - filled);
      const percent = String(Math.floor(fraction * 100)).padStart(3);
      const left = secondsLeft === undefined ? "" : `  ${formatSeconds(secondsLeft)} left`;
      stream.write(`\r\u001b[K${bar} ${percent} %${left}`);
    },
    clear() {
      if (isShown) stream.write("\r\u001b[K");
    },
  };
}
