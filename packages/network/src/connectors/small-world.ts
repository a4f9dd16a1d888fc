import {
  type ConnectorRecord,
  type ConnectorRequest,
  type ConnectorStream,
  defineConnector,
} from "@spikeloom/kernel";
import { CONNECTOR_OPTION, DEGREE } from "../errors.ts";
import { countOption, flagOption, probabilityOption } from "./options.ts";

/** Connects a ring and rewires its connections with some probability. */
export const smallWorld: ConnectorRecord = defineConnector({
  name: "small-world",
  about:
    "Connects each neuron's nearest neighbours on a ring to it, then rewires sources at random.",
  // Watts & Strogatz 1998, with directed connections: the in-degree is kept, the source is redrawn.
  cite: ["doi:10.1038/30918"],
  options: {
    degree: {
      type: "integer",
      required: true,
      about: "the number of neighbours, half on each side",
    },
    rewiring: {
      type: "probability",
      required: true,
      about: "the probability that a source is replaced",
    },
    autapses: {
      type: "boolean",
      default: false,
      about: "whether a new source may be the target itself",
    },
  },
  plan(request) {
    const { targets } = request;
    const half = checkRing(request) / 2;
    const rewiring = probabilityOption(request, "rewiring");
    const autapses = flagOption(request, "autapses", false);
    const pool = autapses ? targets : targets - 1;
    return {
      expected: 2 * half * targets,
      by: "target",
      partners(target, out) {
        const row = ringRow(target, half, targets);
        rewire(request.stream(target), row, { target, size: targets, pool, rewiring });
        for (const source of row) out.push(source);
      },
    };
  },
});

function checkRing(request: ConnectorRequest): number {
  const { place, sources, targets } = request;
  const degree = countOption(request, "degree");
  if (!request.samePopulation || sources !== targets) {
    const message = "A ring connects a population to itself.";
    throw CONNECTOR_OPTION({ place, message, next: 'Set "from" and "to" to the same neurons.' });
  }
  if (degree % 2 !== 0) {
    const message = "The number of neighbours must be even, half on each side.";
    const expected = "an even number";
    throw CONNECTOR_OPTION({ place: `${place}.degree`, message, expected, got: String(degree) });
  }
  if (degree > targets - 1) {
    throw DEGREE({ place: `${place}.degree`, wanted: degree, pool: targets - 1 });
  }
  return degree;
}

function ringRow(target: number, half: number, size: number): number[] {
  const row: number[] = [];
  for (let offset = 1; offset <= half; offset++) {
    row.push((target + offset) % size, (target - offset + size) % size);
  }
  return row;
}

/** Replace sources one by one by any that the row does not contain; if there is none, they stay. */
function rewire(
  stream: ConnectorStream,
  row: number[],
  given: {
    readonly target: number;
    readonly size: number;
    readonly pool: number;
    readonly rewiring: number;
  },
): void {
  const { target, size, pool, rewiring } = given;
  const held = new Set(row);
  for (let k = 0; k < row.length; k++) {
    if (stream.uniform() >= rewiring || held.size === pool) continue;
    let source = stream.integer(size);
    while (held.has(source) || (source === target && pool < size)) source = stream.integer(size);
    held.delete(row[k] ?? 0);
    held.add(source);
    row[k] = source;
  }
}
