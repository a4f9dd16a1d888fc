import { checkOptionNames } from "@spikeloom/kernel";
import { PLOT_OPTION } from "./errors.ts";
import type { Band, Colour, Figure, Mark } from "./figure.ts";
import { type FigureOptions, figureOptionNames, readOptions } from "./options.ts";
import { countOf, emptyNote } from "./words.ts";

/** True and predicted labels of samples. */
export interface Answers {
  /** Names of the classes; labels are their indices. */
  readonly classes: readonly string[];
  readonly labels: ArrayLike<number>;
  readonly answers: ArrayLike<number>;
}

/** Maximum number of classes with sample counts in the cells. */
const mostWritten = 20;

/**
 * Draw a confusion matrix: one row per true class, one column per prediction.
 *
 * The shade of a cell is the fraction of the class, its number the sample count; empty cells are blank.
 */
export function confusionMatrix(given: Answers, options: FigureOptions = {}): Figure {
  checkOptionNames(options, figureOptionNames, "confusionMatrix");
  const { classes, labels } = given;
  const counts = countsOf(given);
  const size = classes.length;
  const { title, width, height, theme } = readOptions({ width: 640, ...options }, 560);
  const right = classes.reduce((sum, _, k) => sum + (counts[k * size + k] as number), 0);
  const share =
    labels.length === 0 ? "" : `, ${((100 * right) / labels.length).toFixed(1)} % correct`;
  const panel = {
    title,
    remark: `${countOf(labels.length, "sample")}${share}; numbers count samples`,
    x: { ...bandAxis("prediction", classes, (k) => k), from: 0, until: Math.max(1, size) },
    y: { ...bandAxis("class", classes, (k) => size - 1 - k), from: 0, until: Math.max(1, size) },
    marks: labels.length === 0 ? [emptyNote("no samples")] : marksOf(counts, size),
    legend: [],
    height,
    sharesX: false,
    colourBar: {
      label: "share of the class",
      unit: "%",
      from: 0,
      until: 100,
      colours: Array.from({ length: 21 }, (_, k): Colour => ({ shade: k / 20 })),
    },
  };
  return { width, theme, panels: [panel] };
}

function bandAxis(label: string, classes: readonly string[], placeOf: (k: number) => number) {
  const bands = classes.map((name, k): Band => {
    const from = placeOf(k);
    return { from, until: from + 1, name, detail: "", colour: "ink" };
  });
  return { kind: "bands" as const, label, bands };
}

function countsOf({ classes, labels, answers }: Answers): Uint32Array {
  const size = classes.length;
  const counts = new Uint32Array(size * size);
  for (let k = 0; k < labels.length; k++) {
    const [label, answer] = [labels[k] as number, answers[k] as number];
    if (!(label >= 0 && label < size && answer >= 0 && answer < size)) {
      const expected = `labels and answers from 0 to ${size - 1}, one each`;
      throw PLOT_OPTION({ place: `sample ${k}`, expected, got: `${label} and ${answer}` });
    }
    const at = label * size + answer;
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

function marksOf(counts: Uint32Array, size: number): readonly Mark[] {
  const squares: Mark[] = [];
  const numbers: Mark[] = [];
  for (let row = 0; row < size; row++) {
    const all = counts.subarray(row * size, (row + 1) * size).reduce((sum, one) => sum + one, 0);
    for (let column = 0; column < size; column++) {
      const count = counts[row * size + column] as number;
      if (count === 0) continue;
      const shade = Math.round((20 * count) / all) / 20;
      const low = size - 1 - row;
      squares.push({
        kind: "blocks",
        left: Float64Array.of(column),
        right: Float64Array.of(column + 1),
        low: Float64Array.of(low),
        high: Float64Array.of(low + 1),
        colour: { shade },
        seamless: true,
      });
      const [x, y] = [(column + 0.5) / size, (low + 0.5) / size];
      if (size <= mostWritten) numbers.push(numberIn(count, { x, y, shade }));
    }
  }
  return [...squares, ...numbers];
}

/** Write a number in a readable colour: the lightest shade on dark cells. */
function numberIn(
  count: number,
  { x, y, shade }: { readonly x: number; readonly y: number; readonly shade: number },
): Mark {
  return { kind: "text", x, y, text: String(count), colour: shade > 0.5 ? { shade: 0 } : "ink" };
}
