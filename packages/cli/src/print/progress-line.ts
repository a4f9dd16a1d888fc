import type { PreparationProgress } from "@spikeloom/kernel";
import type { Progress } from "@spikeloom/simulate";
import { formatCount, formatSeconds } from "./numbers.ts";

/** A line on a terminal that shows the progress of a run. */
export interface ProgressLine {
  /** Show the progress of building the network, before the first step. */
  prepare(progress: PreparationProgress): void;
  show(progress: Progress): void;
  /** Remove the line. */
  clear(): void;
}

const barColumns = 24;
/** Runs that end before this show nothing. */
const patience = 400;

/** Draw progress on standard error if that is a terminal. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) {
    return { prepare: () => undefined, show: () => undefined, clear: () => undefined };
  }
  const began = performance.now();
  let isShown = false;
  const draw = (fraction: number, text: string): void => {
    if (performance.now() - began < patience) return;
    isShown = true;
    const filled = Math.floor(fraction * barColumns);
    const bar = "█".repeat(filled) + "░".repeat(barColumns - filled);
    const percent = String(Math.floor(fraction * 100)).padStart(3);
    stream.write(`\r\u001b[K${bar} ${percent} %${text}`);
  };
  return {
    prepare({ phase, synapses, expected }) {
      if (expected === 0) return draw(0, "  checking the network");
      const fraction = Math.min(1, synapses / expected);
      const count = `${formatCount(synapses)} of ${formatCount(expected)} synapses`;
      draw(fraction, `  ${phase === "count" ? "counted" : "drawn"} ${count}`);
    },
    show({ fraction, secondsLeft }) {
      if (fraction === 1) return;
      draw(fraction, secondsLeft === undefined ? "" : `  ${formatSeconds(secondsLeft)} left`);
    },
    clear() {
      if (isShown) stream.write("\r\u001b[K");
    },
  };
}
