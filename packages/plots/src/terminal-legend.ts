import type { ColourBar, LegendEntry, Panel } from "./figure.ts";
import { niceStep } from "./ticks.ts";
import { signed } from "./words.ts";

/** Number of values of a colour bar in a legend. */
const BAR_ENTRIES = 5;

/** List the entries of a legend in a terminal, values of the colour bar included. */
export function legendEntries({ legend, colourBar }: Panel): readonly LegendEntry[] {
  return colourBar === undefined ? legend : [...legend, ...barEntries(colourBar)];
}

function barEntries({ from, until, unit, colours }: ColourBar): readonly LegendEntry[] {
  // Rounding to a thousandth of the range is finer than a colour can show.
  const grain = niceStep((until - from) / 1000);
  return Array.from({ length: BAR_ENTRIES }, (_, k): LegendEntry => {
    const share = k / (BAR_ENTRIES - 1);
    const value = Math.round((from * (1 - share) + until * share) / grain) * grain;
    const text = `${signed(Number(value.toPrecision(6)))} ${unit}`.trim();
    return { text, colour: colours[Math.round(share * (colours.length - 1))] ?? "ink" };
  });
}
