import { type ConnectorRecord, type ConnectorRequest, defineConnector } from "@spikeloom/kernel";
import { CONNECTOR_OPTION, DATA_MISSING, PAIR, show } from "../errors.ts";
import { fileOptions, isUnread } from "./file-options.ts";

/** The pairs that are listed. */
export const pairs: ConnectorRecord = defineConnector({
  name: "pairs",
  about:
    "Connects the listed pairs [source, target]; a weight or delay may be a list of the same length.",
  options: {
    pairs: { type: "pairs", about: "the list of pairs [source, target]" },
    ...fileOptions,
    sources: { type: "text", about: "the dataset of sources in the file, instead of path" },
    targets: { type: "text", about: "the dataset of targets in the file, instead of path" },
  },
  plan(request) {
    const ends = readPairs(request);
    // A check asks for no rows, and grouping millions of pairs takes as long as drawing them.
    let grouped: Grouped | undefined;
    const rows = (): Grouped => {
      grouped ??= groupByTarget(ends, request);
      return grouped;
    };
    return {
      expected: ends.length / 2,
      by: "target",
      partners(target, out) {
        const { starts, order } = rows();
        const first = starts[target] ?? 0;
        const row = out.extend((starts[target + 1] ?? 0) - first);
        for (let k = 0; k < row.length; k++)
          row[k] = ends[2 * (order[first + k] as number)] as number;
      },
      listed: {
        length: ends.length / 2,
        entry(target, k) {
          const { starts, order } = rows();
          return order[(starts[target] ?? 0) + k] ?? 0;
        },
      },
    };
  },
});

interface Grouped {
  /** Where the row of each target starts in `order`, and where the last one ends. */
  readonly starts: Uint32Array;
  /** Numbers of pairs: row after row, in the order of the list within a row. */
  readonly order: Uint32Array;
}

/** Group pairs, of which each has its source and target one after the other. */
function groupByTarget(ends: Uint32Array, { targets }: ConnectorRequest): Grouped {
  const starts = new Uint32Array(targets + 1);
  for (let k = 1; k < ends.length; k += 2) {
    const row = (ends[k] as number) + 1;
    starts[row] = (starts[row] as number) + 1;
  }
  for (let j = 0; j < targets; j++) starts[j + 1] = (starts[j + 1] ?? 0) + (starts[j] ?? 0);
  const next = starts.slice();
  const order = new Uint32Array(ends.length / 2);
  for (let pair = 0; pair < order.length; pair++) {
    const target = ends[2 * pair + 1] as number;
    const position = next[target] as number;
    order[position] = pair;
    next[target] = position + 1;
  }
  return { starts, order };
}

function readPairs(request: ConnectorRequest): Uint32Array {
  const { options } = request;
  const place = `${request.place}.pairs`;
  const list = options["pairs"];
  if (isUnread(options)) {
    throw DATA_MISSING({ place: request.place, file: String(options["file"]) });
  }
  if (list instanceof Uint32Array) return checkEnds(list, request);
  if (!Array.isArray(list)) {
    const message = '"pairs" is missing or no list.';
    throw CONNECTOR_OPTION({ place, message, expected: "a list of pairs", got: show(list) });
  }
  const ends = new Uint32Array(2 * list.length);
  list.forEach((pair: unknown, k) => {
    const [i, j] = readPair(pair, `${place}[${k}]`);
    ends[2 * k] = checkIndex(i, request.sources, `${place}[${k}][0]`);
    ends[2 * k + 1] = checkIndex(j, request.targets, `${place}[${k}][1]`);
  });
  return ends;
}

/** Check pairs in an array as they lie there; they are not copied. */
function checkEnds(ends: Uint32Array, { sources, targets, place }: ConnectorRequest): Uint32Array {
  if (ends.length % 2 !== 0) {
    const message = "An array of pairs has a source and a target for each.";
    const expected = "an even number of indices";
    throw PAIR({ place: `${place}.pairs`, message, expected, got: String(ends.length) });
  }
  for (let k = 0; k < ends.length; k++) {
    const size = k % 2 === 0 ? sources : targets;
    const end = ends[k] as number;
    if (end >= size) checkIndex(end, size, `${place}.pairs[${k >>> 1}][${k % 2}]`);
  }
  return ends;
}

function readPair(pair: unknown, place: string): readonly [unknown, unknown] {
  if (Array.isArray(pair) && pair.length === 2) return [pair[0], pair[1]];
  throw PAIR({
    place,
    message: "A pair is a list of a source and a target.",
    expected: "[source, target]",
    got: show(pair),
    next: 'Give weights and delays as lists in "weight" and "delay".',
  });
}

function checkIndex(index: unknown, size: number, place: string): number {
  if (Number.isInteger(index) && (index as number) >= 0 && (index as number) < size) {
    return index as number;
  }
  throw PAIR({
    place,
    message: "The pair names a neuron that does not exist.",
    expected: `a whole number from 0 to ${size - 1}`,
    got: show(index),
    next: "Neurons are counted from 0.",
  });
}
