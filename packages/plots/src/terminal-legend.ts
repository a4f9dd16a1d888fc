import type { ColourBar, LegendEntry, Panel } from "./figure.ts";
import { niceStep } from "./ticks.ts";
import { signed } from "./words.ts";

/** Values of a bar of colours that a legend names. */
const BAR_ENTRIES = 5;

/** List what a terminal explains in words: the legend, and values of the bar of colours. */
export function legendEntries({ legend, colourBar }: Panel): readonly LegendEntry[] {
  return colourBar === undefined ? legend : [...legend, ...barEntries(colourBar)];
}

function barEntries({ from, until, unit, colours }: ColourBar): readonly LegendEntry[] {
  // A thousandth of the range is finer than anybody reads off a colour.
  const grain = niceStep((until - from) / 1000);
  return Array.from({ length: BAR_ENTRIES }, (_, k): LegendEntry => {
    const share = k / (BAR_ENTRIES - 1);
    const value = Math.round((from * (1 - share) + until * share) / grain) * grain;
    const text = `${signed(Number(value.toPrecision(6)))} ${unit}`.trim();
    return { text, colour: colours[Math.round(share * (colours.length - 1))] ?? "ink" };
  });
}
