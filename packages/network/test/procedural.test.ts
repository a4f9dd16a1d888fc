import {
  createStack,
  defineBackend,
  definePlasticity,
  defineSynapse,
  type NetworkRecord,
  type ProjectionRecord,
} from "@spikeloom/kernel";
import { checkNetwork, connectors, indexBuffer, planProjection } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { plainEstimate } from "../../../tools/test/plain-estimate.ts";
import { lifDelta, stack } from "./models.ts";
import { chiSquare, chiSquareBound, connector, draw, seeds, transpose } from "./request.ts";

/** A network of one population that projects to itself, procedurally. */
function within(changes: Partial<ProjectionRecord>, size = 40): NetworkRecord {
  const connector = { kind: "fixed-probability", p: 0.3 };
  const projection = {
    from: "A",
    to: "A",
    connector,
    weight: "1 mV",
    procedural: true,
    ...changes,
  };
  return {
    format: "spikeloom-network",
    version: 1,
    populations: { A: { model: "lif-delta", size } },
    projections: [projection],
  };
}

function faults(network: NetworkRecord, given = { stack }): readonly string[] {
  return checkNetwork(network, given).map(({ code, place }) => `${code} ${place}`);
}

describe("rows by source", () => {
  it.each([
    ["all-to-all", {}],
    ["all-to-all", { autapses: false }],
    ["one-to-one", {}],
  ])("are the same pairs if nothing is random: %s %j", (name, options) => {
    const given = { samePopulation: true } as const;
    const byTarget = draw(connector(name), options, given);
    const bySource = draw(connector(name), options, { ...given, by: "source" });
    expect(bySource).toEqual(transpose(byTarget, 20));
  });

  it("contain each pair with probability p, and no autapse if these are off", () => {
    const counts = new Array<number>(400).fill(0);
    for (const seed of seeds) {
      const given = { seed, by: "source", samePopulation: true } as const;
      const rows = draw(connector("fixed-probability"), { p: 0.3, autapses: false }, given);
      rows.forEach((row, i) => {
        for (const j of row) counts[20 * i + j] = (counts[20 * i + j] ?? 0) + 1;
      });
    }
    const others = counts.filter((_, pair) => pair % 21 !== 0);
    expect(counts.filter((_, pair) => pair % 21 === 0).every((count) => count === 0)).toBe(true);
    const mean = 0.3 * seeds.length;
    const statistic = chiSquare(others, new Array<number>(others.length).fill(mean));
    // Each count is binomial, with a variance of 0.7 times its mean.
    expect(statistic / 0.7).toBeLessThan(chiSquareBound(others.length));
  });

  it("give each target the same number of sources, as if each were drawn alone", () => {
    const [n, size] = [6, 20];
    const counts = new Array<number>(size * size).fill(0);
    let [twice, common] = [0, 0];
    for (const seed of seeds) {
      const given = { seed, by: "source", samePopulation: true } as const;
      const columns = transpose(draw(connector("fixed-indegree"), { n }, given), size);
      for (const [j, sources] of columns.entries()) {
        expect(sources).toHaveLength(n);
        for (const i of sources) counts[size * i + j] = (counts[size * i + j] ?? 0) + 1;
        const next = columns[(j + 1) % size] ?? [];
        sources.forEach((i, k) => {
          twice += sources.slice(k + 1).filter((other) => other === i).length;
          common += next.filter((other) => other === i).length;
        });
      }
    }
    const statistic = chiSquare(
      counts,
      counts.map(() => (n / size) * seeds.length),
    );
    // Each count is binomial with n trials of probability 1/20, and the counts of a target have a fixed sum.
    expect(statistic / (1 - 1 / size)).toBeLessThan(chiSquareBound(size * (size - 1)));
    // Two of a target's sources, and one of each of two targets, are equal with probability 1/20, pair by pair.
    for (const [found, pairs] of [
      [twice, (n * (n - 1)) / 2],
      [common, n * n],
    ] as const) {
      const mean = (pairs * size * seeds.length) / size;
      expect(Math.abs(found - mean)).toBeLessThan(4.5 * Math.sqrt(mean));
    }
  });
});

describe("a procedural projection", () => {
  it("is planned by source; a row is the same whenever it is drawn", () => {
    const drawn = { draw: "normal", mean: "1 mV", sd: "0.1 mV" } as const;
    const delay = { draw: "uniform", low: "1 ms", high: "2 ms" } as const;
    const network = within({ weight: drawn, delay });
    const functions = { exp: Math.exp, log: Math.log };
    const planned = (): ReturnType<typeof planProjection> =>
      planProjection(network, 0, { stack, seed: 3, functions });
    const rowOf = (projection: ReturnType<typeof planProjection>, source: number): unknown => {
      const partners = indexBuffer();
      projection.plan.partners(source, partners);
      const row = { index: source, partners: partners.view() };
      const [weights, delays] = [new Float64Array(40), new Float64Array(40)];
      projection.weight.fill?.(row, weights);
      projection.delay.fill?.(row, delays);
      return [[...partners.view()], [...weights], [...delays]];
    };
    const [one, other] = [planned(), planned()];
    expect([one.procedural, one.plan.by]).toEqual([true, "source"]);
    const forwards = Array.from({ length: 40 }, (_, source) => rowOf(one, source));
    const backwards = Array.from({ length: 40 }, (_, k) => rowOf(other, 39 - k));
    expect(backwards.toReversed()).toEqual(forwards);
  });

  it.each(["all-to-all", "one-to-one", "fixed-probability", "fixed-outdegree", "fixed-indegree"])(
    "is sound with %s",
    (kind) => {
      const options: Readonly<Record<string, object>> = {
        "fixed-probability": { p: 0.1 },
        "fixed-outdegree": { n: 3 },
        "fixed-indegree": { n: 3 },
      };
      expect(faults(within({ connector: { kind, ...options[kind] } }))).toEqual([]);
    },
  );

  it.each([
    ["fixed-indegree", { n: 3, multapses: false }],
    ["fixed-indegree", { n: 3, autapses: false }],
    ["fixed-total", { n: 30 }],
    ["pairs", { pairs: [[0, 1]] }],
    ["small-world", { degree: 4, rewiring: 0.1 }],
    ["index-probability", { p: "0.1" }],
  ])("is refused with %s, whose rows cannot be drawn by source", (kind, options) => {
    const network = within({ connector: { kind, ...options } });
    expect(faults(network)).toEqual(["SL_PROCEDURAL projections[0].connector.kind"]);
    expect(() => planProjection(network, 0, { stack, seed: 0 })).toThrow("SL_PROCEDURAL");
  });

  it("is refused with lists, state and plasticity", () => {
    const connector = { kind: "one-to-one" };
    const list = new Array<string>(40).fill("1 mV");
    expect(faults(within({ connector, weight: list }))).toEqual([
      "SL_PROCEDURAL projections[0].weight",
    ]);
    const delay = { values: new Float64Array(40).fill(1), unit: "ms" };
    expect(faults(within({ connector, delay }))).toEqual(["SL_PROCEDURAL projections[0].delay"]);
    const rule = definePlasticity({
      name: "rule",
      about: "A rule.",
      parameters: {},
      traces: {},
      on: { pre: { weight: "weight" } },
    });
    const plain = defineSynapse({ name: "plain", about: "A synapse.", parameters: {} });
    const more = createStack({ plugins: [lifDelta, rule, plain, ...connectors] });
    const found = faults(within({ synapse: "plain", plasticity: "rule" }), { stack: more });
    expect(found).toContain("SL_PROCEDURAL projections[0].synapse");
    expect(found).toContain("SL_PROCEDURAL projections[0].plasticity");
  });

  it.each([
    [{ draw: "uniform", low: "1 ms", high: "3 ms" }, [1, 3]],
    [{ draw: "exponential", mean: "1 ms", min: "0.5 ms", max: "9 ms" }, [0.5, 9]],
  ] as const)("knows the maximum of a delay: %j", (delay, extent) => {
    const planned = planProjection(within({ delay }), 0, { stack, seed: 0 });
    expect(planned.delay.extent).toEqual(extent);
  });

  it.each([{ formula: "1*ms + 0.1*ms * i" }, { draw: "exponential", mean: "1 ms", min: "0.5 ms" }])(
    "is refused with delays that may get any length: %j",
    (delay) => {
      const network = within({ delay } as Partial<ProjectionRecord>);
      expect(faults(network)).toEqual(["SL_PROCEDURAL projections[0].delay"]);
      expect(() => planProjection(network, 0, { stack, seed: 0 })).toThrow("SL_PROCEDURAL");
    },
  );

  it("is refused by a backend that cannot draw rows at each spike", () => {
    const prepare = (): never => {
      throw new Error("not run");
    };
    const provides = ["delays"];
    const named = { name: "b", about: "A backend.", check: () => [] };
    const backend = (more: readonly string[]): ReturnType<typeof defineBackend> =>
      defineBackend({
        ...named,
        provides: [...provides, ...more],
        estimate: plainEstimate,
        prepare,
      });
    const check = (more: readonly string[]): readonly string[] =>
      checkNetwork(within({}), { stack, backend: backend(more) }).map(({ code }) => code);
    expect(check([])).toEqual(["SL_MISSING_CAPABILITY"]);
    expect(check(["procedural-connectivity"])).toEqual([]);
  });
});
