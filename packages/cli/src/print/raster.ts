import { rasterPlot, toTerminal } from "@spikeloom/plots";
import { type Result, spikeSeries } from "@spikeloom/simulate";

/** Draw the raster for the current terminal. */
export function rasterText(result: Result): string {
  const { columns = 80, rows = 40 } = process.stdout;
  const figure = rasterPlot(spikeSeries(result), {
    window: { from: 0, until: result.duration },
  });
  return toTerminal(figure, {
    columns: Math.max(40, columns),
    rows: Math.max(14, Math.min(28, rows - 14)),
  });
}
