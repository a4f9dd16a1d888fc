/**
 * Index into the palette, role of the theme, or position on its scale.
 *
 * By convention, E is 0 and I is 1.
 */
export type Colour = number | "ink" | "muted" | Shade;

/** Position on the colour scale, from 0 (least conspicuous) to 1. */
export interface Shade {
  readonly shade: number;
}

/** Colours for a light or dark background; `auto` follows the page. */
export type Theme = "light" | "dark" | "auto";

/** Time axis in ms; the renderer labels it in ms or s. */
export interface TimeAxis {
  readonly kind: "time";
  readonly from: number;
  readonly until: number;
}

/** Numeric axis with a label and a unit. */
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

/** Axis of named bands instead of numbers, such as the populations of a raster. */
export interface BandAxis {
  readonly kind: "bands";
  /** Caption of the axis; omitted if the names are self-explanatory. */
  readonly label?: string | undefined;
  readonly from: number;
  readonly until: number;
  readonly bands: readonly Band[];
}

/** A named interval of a band axis, such as one population of a raster. */
export interface Band {
  readonly from: number;
  readonly until: number;
  readonly name: string;
  /** A second line in a muted colour: "800 neurons". */
  readonly detail: string;
  readonly colour: Colour;
}

/** An axis of a panel: time, numbers or named bands. */
export type Axis = TimeAxis | NumberAxis | BandAxis;

/** One vertical tick of the given height per point, all in data coordinates. */
export interface TicksMark {
  readonly kind: "ticks";
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly height: number;
  readonly colour: Colour;
}

/** A line through points; non-finite values leave gaps. */
export interface LineMark {
  readonly kind: "line";
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly colour: Colour;
  /** Thin and half transparent, for one line among many. */
  readonly faint: boolean;
  /** Index of the dash pattern; default 0, a solid line. */
  readonly dash?: number | undefined;
}

/** One dot per point; non-finite values have none. */
export interface PointsMark {
  readonly kind: "points";
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly colour: Colour;
  /** Small and half transparent, for one dot among many. */
  readonly faint: boolean;
  /** Diameter in pixels; default: 5, or 3.5 if faint. */
  readonly size?: number | undefined;
}

/** Lightly filled area between two lines; non-finite values leave gaps. */
export interface AreaMark {
  readonly kind: "area";
  readonly x: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly colour: Colour;
}

/** A histogram: bar k extends from `edges[k]` to `edges[k + 1]`, starting at 0. */
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
  /** Whether neighbours touch without a border, as in a map. */
  readonly seamless?: boolean;
}

/** Text centred on a point, in fractions of the plot's width and height. */
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

/** A graphical element of a panel. */
export type Mark = Marks[keyof Marks];

/** One function per kind of mark: a renderer that lacks one does not compile. */
export type MarkTable<Context, Result> = {
  readonly [Kind in keyof Marks]: (mark: Marks[Kind], context: Context) => Result;
};

/** Call the function for a mark's kind. */
export function drawMark<Context, Result>(
  table: MarkTable<Context, Result>,
  mark: Mark,
  context: Context,
): Result {
  const draw = table[mark.kind] as (mark: Mark, context: Context) => Result;
  return draw(mark, context);
}

/** Entry of a legend. */
export interface LegendEntry {
  readonly text: string;
  readonly colour: Colour;
  /** Dash pattern, as in `LineMark`. */
  readonly dash?: number | undefined;
}

/** Colour bar of a panel, with its own axis. */
export interface ColourBar {
  readonly label: string;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  /** Colours from `from` to `until`, each for an equal part of the range. */
  readonly colours: readonly Colour[];
}

/** A pair of axes with its marks and legend. */
export interface Panel {
  readonly title: string;
  /** Note about the data drawn: a sub-sample, values out of range. */
  readonly remark: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
  readonly legend: readonly LegendEntry[];
  /** Height in pixels when drawn alone, including title and axis labels. */
  readonly height: number;
  /** Whether the panel below shares the x axis and shows its labels. */
  readonly sharesX: boolean;
  readonly colourBar?: ColourBar | undefined;
  /** Whether a unit of x is as long as a unit of y, as on a map. */
  readonly equalScales?: boolean | undefined;
  /** Column of the figure, from 0; default 0. */
  readonly column?: number | undefined;
}

/** A figure as data; `toSvg`, `toPng` and `toTerminal` render it. */
export interface Figure {
  readonly width: number;
  readonly theme: Theme;
  readonly panels: readonly Panel[];
  /** Widths of the columns from left to right; default: one column of the full width. */
  readonly columns?: readonly number[] | undefined;
}
