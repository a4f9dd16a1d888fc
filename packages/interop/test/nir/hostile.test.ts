import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { bytesSource, SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it, vi } from "vitest";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { mutate } from "../../../../tools/test/mutate.ts";
import {
  type NirGraph,
  type NirNode,
  type NirProfileName,
  networkFromNir,
  readNir,
  writeNir,
} from "../../src/nir/index.ts";

vi.setConfig({ testTimeout: 1_200_000 });

const folder = new URL("vectors/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".nir.gz"));
const sources = files.map((name) => gunzipSync(readFileSync(new URL(name, folder))));

/** Replace numbers of a graph, like someone who knows what they mean. */
function changed(node: NirNode, draw: (limit: number) => number): NirNode {
  const odd = [0, -1, 1, 2, 3, 7, 2 ** 20, 2 ** 31, 2 ** 52];
  const number = (): number => odd[draw(odd.length)] ?? 0;
  if (node.type === "NIRGraph") {
    const entries = [...node.nodes];
    const which = draw(entries.length);
    const nodes = entries.map(([name, one], k) => [name, k === which ? changed(one, draw) : one]);
    const edges = draw(4) === 0 ? node.edges.filter((_, k) => k !== draw(9)) : node.edges;
    return { ...node, nodes: new Map(nodes as [string, NirNode][]), edges };
  }
  const fields = Object.entries(node).filter(([name]) => name !== "type");
  const [name = "type", value] = fields[draw(fields.length)] ?? [];
  const other = Array.isArray(value)
    ? value.map((one: number) => (draw(2) === 0 ? number() : one))
    : typeof value === "object"
      ? reshaped(value as { shape: readonly number[] }, draw)
      : number();
  return { ...node, [name]: other } as NirNode;
}

function reshaped(array: { readonly shape: readonly number[] }, draw: (limit: number) => number) {
  const { shape } = array;
  const shapes = [
    [...shape].reverse(),
    [shape.reduce((n, length) => n * length, 1)],
    [1, ...shape],
  ];
  return { ...array, shape: shapes[draw(shapes.length)] };
}

async function codeOf(act: () => Promise<unknown>, about: string): Promise<string> {
  try {
    await act();
    return "read";
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return fault.code;
    throw new Error(about, { cause: fault });
  }
}

const profiles: readonly NirProfileName[] = [
  ...(["exact", "snntorch", "norse", "spikingjelly", "sinabs", "rockpool"] as const),
];

describe("a graph of someone else's", () => {
  it("whose bytes are mutated becomes a network or a coded error", async () => {
    const codes = new Map<string, number>();
    const count = draws({ ci: 300, long: 150_000 });
    for (let k = 0; k < count; k++) {
      const draw = newDraw(drawSeed, k);
      const bytes = mutate(sources[draw(sources.length)] ?? new Uint8Array(0), draw);
      const profile = profiles[draw(profiles.length)];
      const code = await codeOf(async () => {
        const { node } = await readNir(bytesSource("g.nir", bytes));
        return networkFromNir(node, { profile });
      }, `file ${k} of seed ${drawSeed}`);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect(codes.get("read") ?? 0).toBeGreaterThan(count / 20);
    expect(codes.get("SL_NIR_READ") ?? 0).toBeGreaterThan(count / 20);
  });

  it("with other numbers, shapes and edges is one or the other too", async () => {
    const codes = new Map<string, number>();
    const count = draws({ ci: 400, long: 200_000 });
    const graphs = await Promise.all(
      sources.map(async (bytes) => (await readNir(bytesSource("g.nir", bytes))).node as NirGraph),
    );
    for (let k = 0; k < count; k++) {
      const draw = newDraw(drawSeed, k);
      const graph = graphs[draw(graphs.length)];
      if (graph === undefined) continue;
      const code = await codeOf(
        async () => networkFromNir(changed(graph, draw), { profile: profiles[draw(3)] }),
        `graph ${k} of seed ${drawSeed}`,
      );
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect(codes.get("read") ?? 0).toBeGreaterThan(count / 20);
    expect(codes.get("SL_NIR_GRAPH") ?? 0).toBeGreaterThan(count / 20);
  });

  it.each([
    ["endlessly nested graphs", deep(40), "graphs nested"],
    ["an input of more elements than memory", input([2 ** 20, 2 ** 20]), "too many elements"],
    ["an input of negative size", input([-1]), "an invalid length"],
  ])("with %s is refused", async (_, node, message) => {
    const bytes = writeNir({ version: "1.0.8", node });
    const reading = readNir(bytesSource("g.nir", bytes)).then((file) => networkFromNir(file.node));
    await expect(reading).rejects.toThrow(message);
  });
});

function input(shape: readonly number[]): NirGraph {
  return { type: "NIRGraph", nodes: new Map([["a", { type: "Input", shape }]]), edges: [] };
}

function deep(levels: number): NirNode {
  let node: NirNode = { type: "Input", shape: [1] };
  for (let k = 0; k < levels; k++) {
    node = { type: "NIRGraph", nodes: new Map([["a", node]]), edges: [] };
  }
  return node;
}
