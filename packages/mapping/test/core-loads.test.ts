import { stream, streamKey } from "@spikeloom/random";
import { describe, expect, it } from "vitest";
import { loihi1, type NetworkGraph, spiNNaker1, trueNorth } from "../src/index.ts";
import { vertexLists } from "../src/partition/core-loads.ts";
import { coreMeter } from "../src/partition/core-use.ts";
import { joinSlices, type Slice } from "../src/partition/part.ts";
import { population, projection, randomRows } from "./graphs.ts";

const isLong = process.env["SPIKELOOM_LONG"] !== undefined;

describe.each([loihi1, trueNorth, spiNNaker1])("loads of cores of $name", (chip) => {
  const draws = stream(streamKey(3, "test/core-loads"), 0);
  const graph: NetworkGraph = {
    populations: [population("input", 60, true), population("a", 90), population("b", 40)],
    projections: [
      projection(0, 1, randomRows(draws, { sources: 60, targets: 90, chance: 0.2 })),
      projection(1, 1, randomRows(draws, { sources: 90, targets: 90, chance: 0.1 })),
      projection(1, 2, { kind: "random", chance: 0.3 }),
      projection(0, 2, { kind: "all" }),
    ],
  };
  // Groups of 1 to 5 neurons, which come and go on four cores.
  const vertices: (readonly Slice[])[] = [];
  for (const [p, size] of [
    [1, 90],
    [2, 40],
  ] as const) {
    for (let from = 0; from < size; ) {
      const until = Math.min(size, from + 1 + draws.integer(5));
      vertices.push([{ population: p, from, until }]);
      from = until;
    }
  }
  // Limits between what an empty core and one with all neurons uses, so that some cores fit and some do not.
  const all = coreMeter(graph, chip).use(vertices.flat());
  const narrow = coreMeter(graph, chip).limits.map(({ resource }, k) => [
    resource,
    Math.max(1, Math.ceil((all[k] ?? 0) * (0.2 + 0.05 * k))),
  ]);
  const limits = new Map(narrow as [string, number][]);
  const small = {
    ...chip,
    limits: chip.limits.map((one) => ({
      ...one,
      value: one.resource === "populations" ? 2 : (limits.get(one.resource) ?? one.value),
    })),
  };

  it("are those of the meter that counts all synapses of a core, after any changes", () => {
    const meter = coreMeter(graph, small);
    const loads = vertexLists(graph, small)(vertices).open(4);
    const held: number[][] = [[], [], [], []];
    const slow = (own: readonly number[]): boolean =>
      meter.exceeded(joinSlices(own.flatMap((v) => vertices[v] ?? []))) < 0;
    const coreOf = vertices.map(() => -1);
    let [fitting, refused] = [0, 0];
    for (let change = 0; change < (isLong ? 20_000 : 1500); change++) {
      const v = draws.integer(vertices.length);
      const core = coreOf[v] as number;
      if (core >= 0) {
        loads.remove(core, v);
        held[core] = (held[core] ?? []).filter((one) => one !== v);
        coreOf[v] = -1;
        expect(loads.fits(core)).toBe(slow(held[core] ?? []));
        continue;
      }
      const to = draws.integer(4);
      const own = [...(held[to] ?? []), v];
      const isFitting = slow(own);
      if (isFitting) fitting++;
      else refused++;
      // A core may be left overfull, as in an exchange of two vertices.
      if (draws.integer(3) === 0) loads.add(to, v);
      else {
        expect(loads.take(to, v)).toBe(isFitting);
        if (!isFitting) continue;
      }
      held[to] = own;
      coreOf[v] = to;
      expect(loads.fits(to)).toBe(isFitting);
    }
    // Both answers occur, so that neither can be given by default.
    expect(fitting).toBeGreaterThan(40);
    expect(refused).toBeGreaterThan(40);
  });
});
