import type { BlocksMark, Figure } from "@spikeloom/plots";

/** Numbers on a grid, row after row from the top. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
}

const ramp = " .:-=+*#%@";
const shades = 21;

/** Draw a grid in characters, two per place, with a maximum width in columns; the largest is darkest. */
export function shadeText(grid: Grid, columns: number): string {
  const { width, height, values } = shrunk(grid, Math.max(1, Math.floor(columns / 2)));
  const level = levels(values, ramp.length);
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) =>
      (ramp[level(row * width + column)] as string).repeat(2),
    )
      .join("")
      .trimEnd(),
  ).join("\n");
}

/** Maximum number of squares along a side of a picture. */
const mostSquares = 256;

/** Draw a grid as a picture, with the first row at the top. */
export function shadeFigure(
  grid: Grid,
  text: { readonly title: string; readonly remark: string },
): Figure {
  const { width, height, values } = shrunk(grid, mostSquares);
  const level = levels(values, shades);
  const lists = Array.from({ length: shades }, (): number[] => []);
  for (let at = 0; at < width * height; at++) lists[level(at)]?.push(at);
  const marks = lists.flatMap((places, k): BlocksMark[] => {
    if (places.length === 0 || k === 0) return [];
    const column = Float64Array.from(places, (at) => at % width);
    const row = Float64Array.from(places, (at) => height - 1 - Math.floor(at / width));
    return [
      {
        kind: "blocks",
        colour: { shade: k / (shades - 1) },
        seamless: true,
        left: column,
        right: column.map((x) => x + 1),
        low: row,
        high: row.map((y) => y + 1),
      },
    ];
  });
  const axis = (until: number) => ({ kind: "bands", from: 0, until, bands: [] }) as const;
  const wide = 480;
  return {
    width: wide,
    theme: "light",
    panels: [
      {
        ...text,
        x: axis(width),
        y: axis(height),
        marks,
        legend: [],
        sharesX: false,
        height: Math.max(120, Math.min(960, Math.round((wide * height) / width) + 40)),
      },
    ],
  };
}

/** Sum neighbours until a grid has at most the given width and height. */
function shrunk({ width, height, values }: Grid, most: number): Grid {
  const step = Math.ceil(Math.max(width, height) / most);
  if (step <= 1) return { width, height, values };
  const [wide, high] = [Math.ceil(width / step), Math.ceil(height / step)];
  const sums = new Float64Array(wide * high);
  for (let at = 0; at < width * height; at++) {
    const to = Math.floor(Math.floor(at / width) / step) * wide + Math.floor((at % width) / step);
    sums[to] = (sums[to] as number) + (values[at] as number);
  }
  return { width: wide, height: high, values: sums };
}

/** Compute the level of a place, from 0 for the minimum up to below a count. */
function levels(values: ArrayLike<number>, count: number): (at: number) => number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const span = most > least ? most - least : 1;
  return (at) => {
    const share = ((values[at] as number) - least) / span;
    return Number.isFinite(share) ? Math.min(count - 1, Math.round(share * (count - 1))) : 0;
  };
}
