import { type ConnectorRecord, type ConnectorRequest, defineConnector } from "@spikeloom/kernel";
import { CONNECTOR_OPTION, PAIR, show } from "../errors.ts";

/** The pairs that are listed. */
export const pairs: ConnectorRecord = defineConnector({
  name: "pairs",
  about:
    "Connects the listed pairs [source, target]; a weight or delay may be a list of the same length.",
  options: {
    pairs: { type: "pairs", required: true, about: "the list of pairs [source, target]" },
  },
  plan(request) {
    const { sources, starts, order } = groupByTarget(request);
    return {
      expected: sources.length,
      by: "target",
      partners(target, out) {
        const end = starts[target + 1] ?? 0;
        for (let k = starts[target] ?? 0; k < end; k++) out.push(sources[order[k] ?? 0] ?? 0);
      },
      listed: {
        length: sources.length,
        entry: (target, k) => order[(starts[target] ?? 0) + k] ?? 0,
      },
    };
  },
});

interface Grouped {
  readonly sources: Uint32Array;
  /** Where the row of each target starts in `order`, and where the last one ends. */
  readonly starts: Uint32Array;
  /** Numbers of pairs: row after row, in the order of the list within a row. */
  readonly order: Uint32Array;
}

function groupByTarget(request: ConnectorRequest): Grouped {
  const { sources, targets } = readPairs(request);
  const starts = new Uint32Array(request.targets + 1);
  for (const target of targets) starts[target + 1] = (starts[target + 1] ?? 0) + 1;
  for (let j = 0; j < request.targets; j++) starts[j + 1] = (starts[j + 1] ?? 0) + (starts[j] ?? 0);
  const next = starts.slice();
  const order = new Uint32Array(targets.length);
  targets.forEach((target, pair) => {
    const position = next[target] ?? 0;
    order[position] = pair;
    next[target] = position + 1;
  });
  return { sources, starts, order };
}

function readPairs(request: ConnectorRequest): { sources: Uint32Array; targets: Uint32Array } {
  const place = `${request.place}.pairs`;
  const list = request.options["pairs"];
  if (!Array.isArray(list)) {
    const message = '"pairs" is missing or no list.';
    throw CONNECTOR_OPTION({ place, message, expected: "a list of pairs", got: show(list) });
  }
  const sources = new Uint32Array(list.length);
  const targets = new Uint32Array(list.length);
  list.forEach((pair: unknown, k) => {
    const [i, j] = readPair(pair, `${place}[${k}]`);
    sources[k] = checkIndex(i, request.sources, `${place}[${k}][0]`);
    targets[k] = checkIndex(j, request.targets, `${place}[${k}][1]`);
  });
  return { sources, targets };
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
