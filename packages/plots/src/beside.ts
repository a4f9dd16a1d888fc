import type { Figure } from "./figure.ts";

/**
 * Place figures side by side, from left to right, at their own widths.
 *
 * A terminal stacks them vertically. The theme is that of the first figure.
 */
export function beside(figures: readonly Figure[]): Figure {
  const columns = figures.flatMap(({ width, columns: own }) => own ?? [width]);
  let first = 0;
  const panels = figures.flatMap((figure) => {
    const before = first;
    first += figure.columns?.length ?? 1;
    return figure.panels.map((panel) => ({ ...panel, column: before + (panel.column ?? 0) }));
  });
  return {
    width: Math.max(
      160,
      columns.reduce((sum, width) => sum + width, 0),
    ),
    theme: figures[0]?.theme ?? "light",
    panels,
    columns,
  };
}
