import type { Figure, Panel } from "./figure.ts";
import { checkRange } from "./range.ts";

/**
 * Stack figures vertically; figures over time share one time axis.
 *
 * The shared axis has labels at the bottom. The width is that of the widest figure, the theme that of the first.
 */
export function above(figures: readonly Figure[]): Figure {
  const panels = figures.flatMap((figure) => figure.panels);
  const times = panels.flatMap(({ x }) => (x.kind === "time" ? [x] : []));
  const from = Math.min(...times.map((axis) => axis.from));
  const until = Math.max(...times.map((axis) => axis.until));
  if (times.length > 0) checkRange({ from, until }, "the shared time axis");
  return {
    width: figures.length === 0 ? 720 : Math.max(...figures.map(({ width }) => width)),
    theme: figures[0]?.theme ?? "light",
    panels: panels.map((panel, i): Panel => {
      if (panel.x.kind !== "time") return panel;
      const sharesX = panels[i + 1]?.x.kind === "time";
      return { ...panel, x: { kind: "time", from, until }, sharesX };
    }),
  };
}
