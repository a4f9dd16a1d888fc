import { type Figure, profilePlot, toTerminal } from "@spikeloom/plots";
import type { ProfileMeasures } from "./measures.ts";

/** Draw the time of each part. */
export function profileFigure(
  { parts, unmeasured, workers }: ProfileMeasures,
  title: string,
): Figure {
  // Clocks of several threads may disagree by more than the time between the parts.
  const rest = { phase: "not measured", population: "", seconds: Math.max(0, unmeasured.seconds) };
  const detail = workers > 1 ? `summed over ${workers} workers` : undefined;
  return profilePlot([...parts, rest], { title, detail });
}

/** Draw it for the current terminal: three rows per bar. */
export function profileDrawing(figure: Figure): string {
  const { columns = 80 } = process.stdout;
  const bars = figure.panels[0]?.y.kind === "bands" ? figure.panels[0].y.bands.length : 0;
  return toTerminal(figure, { columns: Math.max(60, columns), rows: 10 + 3 * bars });
}
