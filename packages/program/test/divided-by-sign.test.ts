import { drawnRows } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { dividedBySign, signNames } from "../src/derive/index.ts";
import {
  drawSynapses,
  type NetworkProgram,
  openProjections,
  programOf,
  statedSynapses,
} from "../src/index.ts";

const program = programOf(
  {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    seed: 3,
    populations: {
      sources: { model: "spike-array", size: 5 },
      targets: { model: "lif-curr-exp", size: 4 },
    },
    projections: [
      {
        name: "mixed",
        from: "sources",
        to: "targets",
        receptor: "excitatory",
        connector: { kind: "fixed-probability", p: 0.7 },
        weight: { draw: "uniform", low: "-2 nA", high: "3 nA" },
        delay: "1 ms",
      },
    ],
  },
  { stack },
);

const weightsIn = (of: NetworkProgram): readonly (readonly number[])[] =>
  openProjections(of, { stack }).map((projection) => {
    return [...drawnRows(projection, [projection.weight])].flatMap(({ values, partners }) => {
      return [...(values[0] ?? [])].slice(0, partners.length);
    });
  });

describe("a projection that is divided by the sign of its weights", () => {
  const divided = dividedBySign(program, ["mixed"]);

  it("keeps its synapses and their sum of weights", () => {
    const [own = []] = weightsIn(program);
    const [above = [], below = []] = weightsIn(divided);
    expect(divided.projections.map(({ name }) => name)).toEqual(signNames("mixed"));
    expect(own.some((weight) => weight < 0) && own.some((weight) => weight > 0)).toBe(true);
    expect(above).toEqual(own.map((weight) => Math.max(weight, 0)));
    expect(below.map((weight) => weight + 0)).toEqual(own.map((weight) => Math.min(weight, 0) + 0));
  });

  it("has weights of one sign, drawn or not", () => {
    for (const synapses of [drawSynapses(divided, stack), statedSynapses(divided)]) {
      const [above, below] = synapses;
      expect(above?.least).toBe(0);
      expect(above?.greatest).toBeGreaterThan(1000);
      expect(below?.least).toBeLessThan(-1000);
      expect(below?.greatest).toBe(0);
    }
  });

  it("is refused where the names are taken", () => {
    const [mixed] = program.projections;
    const [above] = signNames("mixed");
    const taken = { ...program, projections: [mixed, { ...mixed, name: above }] as never };
    expect(() => dividedBySign(taken, ["mixed"])).toThrow("SL_NOT_DERIVED");
  });
});
