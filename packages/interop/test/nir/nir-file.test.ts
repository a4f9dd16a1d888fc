import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { bytesSource, SpikeLoomError } from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { mutate } from "../../../../tools/test/mutate.ts";
import { type NirFile, type NirGraph, readNir, writeNir } from "../../src/nir/index.ts";
import { graphs } from "./draw-graphs.ts";

const version = "1.0.8";
const seed = drawSeed;

/** Unpack a file of the NIR paper. */
function paper(name: string): Uint8Array {
  return gunzipSync(readFileSync(new URL(`files/${name}.nir.gz`, import.meta.url)));
}

const read = (bytes: Uint8Array): Promise<NirFile> => readNir(bytesSource("g.nir", bytes));

/** A graph with nodes in the order in which they are read. */
function inOrder(graph: NirGraph): NirGraph {
  const names = [...graph.nodes.keys()].sort((a, b) => (a < b ? -1 : 1));
  const nodes = new Map(
    names.map((name) => {
      const node = graph.nodes.get(name);
      if (node === undefined) throw new Error(name);
      return [name, node.type === "NIRGraph" ? inOrder(node) : node];
    }),
  );
  return { ...graph, nodes };
}

describe("a graph", () => {
  it.each([undefined, 4])("of any nodes is restored from level %s of gzip", async (gzip) => {
    const numRuns = draws({ ci: 15, long: 2000 });
    await fc.assert(
      fc.asyncProperty(graphs, async (node) => {
        const found = await read(writeNir({ version, node }, { gzip }));
        // Maps are equal in any order.
        expect(found).toEqual({ version, node: inOrder(node) });
        expect((found.node as NirGraph).edges).toEqual(node.edges);
      }),
      { numRuns, seed },
    );
  });

  it("whose node names HDF5 would treat as paths is not written", () => {
    for (const name of ["a/b", "", ".", "a\0"]) {
      const node: NirGraph = {
        type: "NIRGraph",
        edges: [],
        nodes: new Map([[name, { type: "Input", shape: [1] }]]),
      };
      expect(() => writeNir({ version, node })).toThrow("HDF5 treats it as a path");
    }
  });

  it("whose edges lead nowhere, or are there twice, is refused", () => {
    const nodes = new Map([["a", { type: "Input", shape: [1] } as const]]);
    for (const [edges, message] of [
      [[["a", "b"]], '"b", which is not a node'],
      [
        [
          ["a", "a"],
          ["a", "a"],
        ],
        "occurs twice",
      ],
    ] as const) {
      const node: NirGraph = { type: "NIRGraph", nodes, edges };
      expect(() => writeNir({ version, node })).toThrow(message);
    }
  });
});

describe("files of the NIR paper", () => {
  it.each([
    ["lif-norse", "0.1.1", 3, ["0", "1", "input", "output"]],
    ["lif-rockpool", "0.2.0", 3, ["0_LinearTorch", "1_LIFNeuronTorch", "input", "output"]],
    ["braille-bias-zero", "0.2.0", 7, undefined],
    ["braille-subtract", "0.2.0", 7, undefined],
    ["cnn-sinabs", "0.2.0", 14, undefined],
    ["two-lif", "0.2.0", 5, undefined],
  ])("%s is read and restored", async (name, of, edges, names) => {
    const file = await read(paper(name));
    const graph = file.node as NirGraph;
    expect(file.version).toBe(of);
    expect(graph.edges).toHaveLength(edges);
    if (names !== undefined) expect([...graph.nodes.keys()]).toEqual(names);
    expect(await read(writeNir(file, { gzip: 4 }))).toEqual(file);
  });

  it.each(["braille-bias-zero-subgraph", "braille-subtract-subgraph"])(
    "%s, whose edges lead to no node, is refused",
    async (name) => {
      await expect(read(paper(name))).rejects.toMatchObject({
        code: "SL_NIR_GRAPH",
        place: expect.stringMatching(/^g\.nir: .*\/edges\[\d+\]$/) as string,
      });
    },
  );

  it("mutated, give a graph or a coded error", async () => {
    const names = ["lif-norse", "braille-subtract", "two-lif"];
    const sources = names.map(paper);
    for (const source of [...sources]) sources.push(writeNir(await read(source), { gzip: 4 }));
    const codes = new Map<string, number>();
    const count = draws({ ci: 400, long: 150_000 });
    for (let k = 0; k < count; k++) {
      const draw = newDraw(seed, k);
      const bytes = mutate(sources[draw(sources.length)] ?? new Uint8Array(0), draw);
      const code = await read(bytes).then(
        () => "read",
        (fault: unknown) => {
          if (fault instanceof SpikeLoomError) return fault.code;
          throw new Error(`file ${k} of seed ${seed}`, { cause: fault });
        },
      );
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect(codes.get("read") ?? 0).toBeGreaterThan(count / 20);
    expect(codes.get("SL_NIR_READ") ?? 0).toBeGreaterThan(count / 20);
  });
});
