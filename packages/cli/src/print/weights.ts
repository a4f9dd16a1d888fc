import { toTerminal, weightHistogram } from "@spikeloom/plots";
import { type RecordedConnections, type Result, weightSeries } from "@spikeloom/simulate";
import { formatTime } from "./numbers.ts";

const rowsOfPanel = 14;

/** Draw the weights of these connections for the current terminal, with the initial ones in grey. */
export function weightDrawing(result: Result, chosen: readonly RecordedConnections[]): string {
  const all = weightSeries(result);
  const series = chosen.flatMap(({ projection, weights, unit, time }) => {
    const label = `weight of ${projection}`;
    const first = all.find((one) => one.label === label);
    const last = { label, unit, values: weights, when: `at ${formatTime(time)}` };
    return first === undefined || time === 0 ? [last] : [first, last];
  });
  const { columns = 80 } = process.stdout;
  return toTerminal(weightHistogram(series), {
    columns: Math.max(40, columns),
    rows: rowsOfPanel * chosen.length,
  });
}
