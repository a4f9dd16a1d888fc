import { type ConnectorRecord, type ConnectorRequest, defineConnector } from "@spikeloom/kernel";
import { CONNECTOR_OPTION, DATA_MISSING, PAIR, show } from "../errors.ts";
import { type InPieces, overRanges, whole } from "../values/in-pieces.ts";
import { fileOptions, isUnread } from "./file-options.ts";

/** Connects the listed pairs. */
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
    // A check needs no rows, and grouping millions of pairs takes as long as drawing them.
    let grouped: Grouped | undefined;
    function* prepareRows(): InPieces<Grouped> {
      grouped ??= yield* groupByTarget(ends, request);
      return grouped;
    }
    const rows = (): Grouped => grouped ?? whole(prepareRows());
    return {
      expected: ends.length / 2,
      by: "target",
      prepareRows,
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
  /** Start of each target's row in `order`, followed by the end of the last one. */
  readonly starts: Uint32Array;
  /** Indices of pairs: row by row, in list order within a row. */
  readonly order: Uint32Array;
}

/** Group pairs, stored as alternating sources and targets. */
function* groupByTarget(ends: Uint32Array, { targets }: ConnectorRequest): InPieces<Grouped> {
  const starts = new Uint32Array(targets + 1);
  const order = new Uint32Array(ends.length / 2);
  yield* overRanges(order.length, (from, until) => {
    for (let pair = from; pair < until; pair++) {
      const row = (ends[2 * pair + 1] as number) + 1;
      starts[row] = (starts[row] as number) + 1;
    }
    return true;
  });
  for (let j = 0; j < targets; j++) starts[j + 1] = (starts[j + 1] ?? 0) + (starts[j] ?? 0);
  const next = starts.slice();
  yield* overRanges(order.length, (from, until) => {
    for (let pair = from; pair < until; pair++) {
      const target = ends[2 * pair + 1] as number;
      const position = next[target] as number;
      order[position] = pair;
      next[target] = position + 1;
    }
    return true;
  });
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
    const message = '"pairs" is missing or not a list.';
    throw CONNECTOR_OPTION({ place, message, expected: "a list of pairs", got: show(list) });
  }
  const { sources, targets } = request;
  const ends = new Uint32Array(2 * list.length);
  for (let k = 0; k < list.length; k++) {
    const pair: unknown = list[k];
    // Formatting error texts would take most of the time.
    if (!isPair(pair, { sources, targets })) checkPair(pair, request, `${place}[${k}]`);
    const [i, j] = pair as readonly [number, number];
    ends[2 * k] = i;
    ends[2 * k + 1] = j;
  }
  return ends;
}

function isPair(
  pair: unknown,
  { sources, targets }: { readonly sources: number; readonly targets: number },
): boolean {
  if (!Array.isArray(pair) || pair.length !== 2) return false;
  return isIndex(pair[0], sources) && isIndex(pair[1], targets);
}

/** Reject an entry that is not a valid pair. */
function checkPair(pair: unknown, { sources, targets }: ConnectorRequest, place: string): void {
  const [i, j] = readPair(pair, place);
  checkIndex(i, sources, `${place}[0]`);
  checkIndex(j, targets, `${place}[1]`);
}

/** Check an array of pairs without copying it. */
function checkEnds(ends: Uint32Array, { sources, targets, place }: ConnectorRequest): Uint32Array {
  if (ends.length % 2 !== 0) {
    const message = "An array of pairs must have a source and a target for each pair.";
    const expected = "an even number of indices";
    throw PAIR({ place: `${place}.pairs`, message, expected, got: String(ends.length) });
  }
  for (let k = 0; k < ends.length; k += 2) {
    const [i, j] = [ends[k] as number, ends[k + 1] as number];
    if (i < sources && j < targets) continue;
    checkIndex(i, sources, `${place}.pairs[${k >>> 1}][0]`);
    checkIndex(j, targets, `${place}.pairs[${k >>> 1}][1]`);
  }
  return ends;
}

function readPair(pair: unknown, place: string): readonly [unknown, unknown] {
  if (Array.isArray(pair) && pair.length === 2) return [pair[0], pair[1]];
  throw PAIR({
    place,
    message: "A pair must be a list of a source and a target.",
    expected: "[source, target]",
    got: show(pair),
    next: 'Put weights and delays in lists in "weight" and "delay".',
  });
}

function isIndex(index: unknown, size: number): boolean {
  return Number.isInteger(index) && (index as number) >= 0 && (index as number) < size;
}

function checkIndex(index: unknown, size: number, place: string): void {
  if (isIndex(index, size)) return;
  throw PAIR({
    place,
    message: "The pair refers to a neuron that does not exist.",
    expected: `an integer from 0 to ${size - 1}`,
    got: show(index),
    next: "Neuron indices start at 0.",
  });
}
