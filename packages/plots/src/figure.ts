/**
 * A palette entry by number, a role of the theme, or a place on its scale.
 *
 * E is 0 and I is 1 by habit.
 */
export type Colour = number | "ink" | "muted" | Shade;

/** A colour for a value: from 0, which stands out least, to 1. */
export interface Shade {
  readonly shade: number;
}

/** Colours for a light or a dark background; `auto` follows the page around it. */
export type Theme = "light" | "dark" | "auto";

/** Time in ms; a renderer chooses ms or s for its labels. */
export interface TimeAxis {
  readonly kind: "time";
  readonly from: number;
  readonly until: number;
}

/** An axis of numbers with a label and a unit. */
export interface NumberAxis {
  readonly kind: "number";
  readonly label: string;
  readonly unit: string;
  /** Additional information, such as the bin width. */
  readonly detail?: string | undefined;
  readonly from: number;
  readonly until: number;
  /** "log" spaces equal ratios equally and needs ends of the same sign; linear by default. */
  readonly scale?: "log" | undefined;
  /** The only ticks, ascending; round numbers by default. Those that fit are labelled. */
  readonly ticks?: readonly AxisTick[] | undefined;
}

/** A tick of an axis and its label. */
export interface AxisTick {
  readonly at: number;
  readonly text: string;
}

/** Bands with names instead of numbers, such as the populations of a raster. */
export interface BandAxis {
  readonly kind: "bands";
  /** What the names are of; none where they say it themselves. */
  readonly label?: string | undefined;
  readonly from: number;
  readonly until: number;
  readonly bands: readonly Band[];
}

/** One named stretch of a band axis, such as a population of a raster. */
export interface Band {
  readonly from: number;
  readonly until: number;
  readonly name: string;
  /** A second, quieter line: "800 neurons". */
  readonly detail: string;
  readonly colour: Colour;
}

/** One axis of a panel: of time, of numbers or of named bands. */
export type Axis = TimeAxis | NumberAxis | BandAxis;

/** A point each, drawn as an upright tick `height` tall; all in data coordinates. */
export interface TicksMark {
  readonly kind: "ticks";
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly height: number;
  readonly colour: Colour;
}

/** A line through points; a value that is not finite breaks it. */
export interface LineMark {
  readonly kind: "line";
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly colour: Colour;
  /** Drawn thin and half transparent, for one of many. */
  readonly faint: boolean;
  /** Which pattern of dashes, from 0, which is an unbroken line; 0 unless told. */
  readonly dash?: number | undefined;
}

/** One dot per point; a value that is not finite has none. */
export interface PointsMark {
  readonly kind: "points";
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly colour: Colour;
  /** Drawn small and half transparent, for one of many. */
  readonly faint: boolean;
  /** Diameter in pixels; default: 5, or 3.5 if faint. */
  readonly size?: number | undefined;
}

/** What lies between two lines, lightly filled; broken as lines are. */
export interface AreaMark {
  readonly kind: "area";
  readonly x: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly colour: Colour;
}

/** A histogram: bar k stands on 0 from `edges[k]` to `edges[k + 1]`. */
export interface BarsMark {
  readonly kind: "bars";
  readonly edges: Float64Array;
  readonly heights: Float64Array;
  readonly colour: Colour;
}

/** Filled rectangles in data coordinates, such as segments of stacked bars. */
export interface BlocksMark {
  readonly kind: "blocks";
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly colour: Colour;
  /** Whether they touch each other, as those of a map do. */
  readonly seamless?: boolean;
}

/** Words centred on a point given as shares of the plot's width and height, 0 to 1. */
export interface TextMark {
  readonly kind: "text";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly colour: Colour;
}

interface Marks {
  readonly ticks: TicksMark;
  readonly line: LineMark;
  readonly points: PointsMark;
  readonly area: AreaMark;
  readonly bars: BarsMark;
  readonly blocks: BlocksMark;
  readonly text: TextMark;
}

/** One thing drawn on the axes of a panel. */
export type Mark = Marks[keyof Marks];

/** One function a kind of mark: a renderer that lacks one does not compile. */
export type MarkTable<Context, Result> = {
  readonly [Kind in keyof Marks]: (mark: Marks[Kind], context: Context) => Result;
};

/** Draw a mark with the table's function for its kind. */
export function drawMark<Context, Result>(
  table: MarkTable<Context, Result>,
  mark: Mark,
  context: Context,
): Result {
  const draw = table[mark.kind] as (mark: Mark, context: Context) => Result;
  return draw(mark, context);
}

/** One line of a legend. */
export interface LegendEntry {
  readonly text: string;
  readonly colour: Colour;
  /** The pattern of the line, as `LineMark` has it. */
  readonly dash?: number | undefined;
}

/** Colour bar of a panel, with its own axis. */
export interface ColourBar {
  readonly label: string;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  /** Colours from `from` to `until`, each for an equal share of the range. */
  readonly colours: readonly Colour[];
}

/** One pair of axes with what is drawn on them. */
export interface Panel {
  readonly title: string;
  /** Note about the data drawn: a sub-sample, values out of range. */
  readonly remark: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
  readonly legend: readonly LegendEntry[];
  /** Pixels when drawn alone, title and axis labels included. */
  readonly height: number;
  /** Leaves labels of x to the panel below, which shares the axis. */
  readonly sharesX: boolean;
  readonly colourBar?: ColourBar | undefined;
  /** Whether a unit of x is as long as a unit of y, as on a map. */
  readonly equalScales?: boolean | undefined;
  /** Which of the figure's columns it stands in, from 0; 0 unless told. */
  readonly column?: number | undefined;
}

/** Figure as data, drawn by `toSvg`, `toPng` and `toTerminal`. */
export interface Figure {
  readonly width: number;
  readonly theme: Theme;
  readonly panels: readonly Panel[];
  /** Widths of columns from left to right; one as wide as the figure unless told. */
  readonly columns?: readonly number[] | undefined;
}
