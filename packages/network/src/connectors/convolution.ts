import {
  type ConnectorRecord,
  type ConnectorRequest,
  defineConnector,
  type SlidingWindow,
} from "@spikeloom/kernel";
import { CONNECTOR_OPTION } from "../errors.ts";
import { countOption } from "./options.ts";

/** Connects by a window that slides over a map. */
export const convolution: ConnectorRecord = defineConnector({
  name: "convolution",
  about:
    "Connects maps of neurons with a sliding window and shared weights; the channel index runs fastest.",
  options: {
    rows: { type: "integer", required: true, min: 1, about: "rows of the source map" },
    columns: { type: "integer", required: true, min: 1, about: "columns of the source map" },
    kernelRows: { type: "integer", required: true, min: 1, about: "rows of the window" },
    kernelColumns: { type: "integer", required: true, min: 1, about: "columns of the window" },
    stride: {
      type: "integer",
      default: 1,
      min: 1,
      about: "distance between windows, in positions",
    },
    padding: { type: "integer", default: 0, about: "width of the zero padding around the map" },
    pool: {
      type: "integer",
      default: 1,
      min: 1,
      about: "side of the squares whose spikes are summed before the window",
    },
  },
  plan(request) {
    const window = readWindow(request);
    const { inputs, outputs, kernel, pool } = window;
    const [kernelRows, kernelColumns] = kernel;
    return {
      expected: outputs * inputs * pool * pool * overlaps(window, 0) * overlaps(window, 1),
      by: "target",
      partners(target, out) {
        const place = Math.floor(target / outputs);
        eachSource(window, place, (source) => out.push(source));
      },
      listed: {
        length: outputs * inputs * kernelRows * kernelColumns,
        entry: (target, _k, source) => entryOf(window, target, source),
      },
      window,
    };
  },
});

function readWindow(request: ConnectorRequest): SlidingWindow {
  const { sources, targets, place } = request;
  const option = (name: string): number => countOption(request, name);
  const [rows, columns, pool] = [option("rows"), option("columns"), option("pool")];
  const kernel = [option("kernelRows"), option("kernelColumns")] as const;
  const [stride, padding] = [option("stride"), option("padding")];
  const inputs = sources / (rows * columns);
  if (!Number.isInteger(inputs)) {
    const message = "The number of sources is not a multiple of the number of map positions.";
    const expected = `a multiple of ${rows} × ${columns} neurons`;
    throw CONNECTOR_OPTION({ place, message, expected, got: String(sources) });
  }
  const places = (length: number, side: number): number =>
    Math.floor((Math.floor(length / pool) + 2 * padding - side) / stride) + 1;
  const to = [places(rows, kernel[0]), places(columns, kernel[1])] as const;
  if (!(to[0] >= 1 && to[1] >= 1)) {
    const message = "The window is larger than the map.";
    const reach = (length: number): number => Math.floor(length / pool) + 2 * padding;
    const expected = `at most ${reach(rows)} × ${reach(columns)}`;
    throw CONNECTOR_OPTION({ place, message, expected, got: `${kernel[0]} × ${kernel[1]}` });
  }
  const outputs = targets / (to[0] * to[1]);
  if (!Number.isInteger(outputs)) {
    const message = "The number of targets is not a multiple of the number of window positions.";
    const expected = `a multiple of ${to[0]} × ${to[1]} neurons`;
    throw CONNECTOR_OPTION({ place, message, expected, got: String(targets) });
  }
  return { inputs, outputs, from: [rows, columns], to, kernel, stride, padding, pool };
}

/** Count the map positions covered along an axis, summed over all windows. */
function overlaps(window: SlidingWindow, axis: 0 | 1): number {
  const { from, to, kernel, stride, padding, pool } = window;
  const length = Math.floor(from[axis] / pool);
  let sum = 0;
  for (let place = 0; place < to[axis]; place++) {
    const begin = place * stride - padding;
    sum += Math.max(0, Math.min(length, begin + kernel[axis]) - Math.max(0, begin));
  }
  return sum;
}

/** Iterate over the sources of a window at a position: by row, column, those of a pooled square, channel. */
function eachSource(
  { inputs, from, to, kernel, stride, padding, pool }: SlidingWindow,
  place: number,
  visit: (source: number) => void,
): void {
  const [rows, columns] = [Math.floor(from[0] / pool), Math.floor(from[1] / pool)];
  const top = Math.floor(place / to[1]) * stride - padding;
  const left = (place % to[1]) * stride - padding;
  for (let row = Math.max(0, top); row < Math.min(rows, top + kernel[0]); row++) {
    for (let column = Math.max(0, left); column < Math.min(columns, left + kernel[1]); column++) {
      for (let k = 0; k < pool * pool; k++) {
        const at = (row * pool + Math.floor(k / pool)) * from[1] + column * pool + (k % pool);
        for (let channel = 0; channel < inputs; channel++) visit(at * inputs + channel);
      }
    }
  }
}

function entryOf(window: SlidingWindow, target: number, source: number): number {
  const { inputs, outputs, from, to, kernel, stride, padding, pool } = window;
  const place = Math.floor(target / outputs);
  const at = Math.floor(source / inputs);
  const row = Math.floor(Math.floor(at / from[1]) / pool);
  const column = Math.floor((at % from[1]) / pool);
  const down = row + padding - Math.floor(place / to[1]) * stride;
  const across = column + padding - (place % to[1]) * stride;
  const channels = (target % outputs) * inputs + (source % inputs);
  return (channels * kernel[0] + down) * kernel[1] + across;
}
