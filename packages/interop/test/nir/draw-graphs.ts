import fc from "fast-check";
import type {
  NirArray,
  NirGraph,
  NirMetadata,
  NirNode,
  NodeTypeName,
} from "../../src/nir/index.ts";
import { fieldsOf, type NodeField, nodeTypeNames } from "../../src/nir/node-types.ts";

const lengths = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 0, maxLength: 4 });

const makers = [
  (n: number): NirArray["values"] => Float32Array.from({ length: n }, (_, k) => k / 3 - 1),
  (n: number): NirArray["values"] => Float64Array.from({ length: n }, (_, k) => k / 3 - 1),
  (n: number): NirArray["values"] => BigInt64Array.from({ length: n }, (_, k) => BigInt(k) - 2n),
  (n: number): NirArray["values"] => Int16Array.from({ length: n }, (_, k) => k - 2),
  (n: number): NirArray["values"] => Uint8Array.from({ length: n }, (_, k) => k),
] as const;

function arrays(shapes: fc.Arbitrary<readonly number[]>): fc.Arbitrary<NirArray> {
  return fc
    .tuple(shapes, fc.constantFrom(...makers))
    .map(([shape, make]) => ({ shape, values: make(shape.reduce((n, length) => n * length, 1)) }));
}

const side = fc.integer({ min: 1, max: 5 });
const pair = fc.tuple(side, side);
const words = fc.constantFrom("same" as const, "valid" as const);

const values = {
  numbers: ({ axes, leastAxes = 0 }: NodeField) => {
    const shapes = fc.array(fc.integer({ min: 1, max: 4 }), {
      minLength: axes ?? leastAxes,
      maxLength: axes ?? Math.max(leastAxes, 3),
    });
    return arrays(shapes);
  },
  lengths: () => lengths,
  count: () => fc.integer({ min: -1, max: 9 }),
  pair: () => pair,
  padding: () => fc.oneof(side, words),
  "padding-pair": () => fc.oneof(pair, words),
} satisfies Readonly<Record<NodeField["kind"], (field: NodeField) => fc.Arbitrary<unknown>>>;

const name = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
  .filter((text) => !/[/\0]/.test(text) && text !== ".");

const leaf = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 6 }).filter((text) => !text.includes("\0")),
  arrays(lengths),
  fc.constant({ shape: [2], texts: ["a", "ü"] }),
);
const { metadata } = fc.letrec<{ metadata: NirMetadata }>((tie) => ({
  metadata: fc
    .uniqueArray(fc.tuple(name, fc.oneof({ maxDepth: 2 }, leaf, tie("metadata"))), {
      selector: ([key]) => key,
      minLength: 1,
      maxLength: 3,
    })
    .map((entries) => new Map(entries)),
}));

/** Draw a node of a type. */
function nodes(type: NodeTypeName): fc.Arbitrary<NirNode> {
  const required: Record<string, fc.Arbitrary<unknown>> = { type: fc.constant(type) };
  const optional: Record<string, fc.Arbitrary<unknown>> = { metadata };
  for (const [key, field] of fieldsOf(type)) {
    (field.optional ? optional : required)[key] = values[field.kind](field);
  }
  return fc
    .tuple(fc.record(required), fc.record(optional, { requiredKeys: [] }))
    .map(([all, some]) => ({ ...all, ...some }) as unknown as NirNode);
}

const primitives = fc.oneof(...nodeTypeNames.map(nodes));

/** Graphs of all types of nodes, in each other, whose parameters need not fit each other. */
export const graphs: fc.Arbitrary<NirGraph> = fc.letrec<{ graph: NirGraph }>((tie) => ({
  graph: fc
    .tuple(
      fc.uniqueArray(fc.tuple(name, fc.oneof({ maxDepth: 2 }, primitives, tie("graph"))), {
        selector: ([key]) => key,
        minLength: 1,
        maxLength: 6,
      }),
      fc.uniqueArray(fc.tuple(fc.nat(), fc.nat()), { selector: ([a, b]) => `${a % 6} ${b % 6}` }),
      fc.option(metadata, { nil: undefined }),
    )
    .map(([entries, ends, about]) => {
      const names = entries.map(([key]) => key);
      const edges = new Map(
        ends.map(([a, b]) => {
          const edge = [names[a % names.length] ?? "", names[b % names.length] ?? ""] as const;
          return [JSON.stringify(edge), edge];
        }),
      );
      return {
        type: "NIRGraph" as const,
        nodes: new Map(entries),
        edges: [...edges.values()],
        ...(about === undefined ? {} : { metadata: about }),
      };
    }),
})).graph;
