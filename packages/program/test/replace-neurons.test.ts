import { parseExpression } from "@spikeloom/equations";
import type { NetworkRecord } from "@spikeloom/kernel";
import { resolveConvention } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { fixedPoint } from "../../../tools/test/derived-programs.ts";
import { type NeuronReplacements, quantise, replaceNeurons } from "../src/derive/index.ts";
import {
  type NetworkProgram,
  neuronForm,
  openProjections,
  programOf,
  readProgram,
  writeProgram,
} from "../src/index.ts";

const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "1 ms",
  populations: {
    S: { model: "poisson", size: 3, parameters: { rate: "10 Hz" } },
    E: { model: "lif-curr-exp", size: 4 },
  },
  projections: [
    {
      name: "S to E",
      from: "S",
      to: "E",
      receptor: "excitatory",
      connector: { kind: "all-to-all" },
      weight: { draw: "uniform", low: "0 nA", high: "1 nA" },
    },
  ],
};

const program = programOf(network, { stack, seed: 3 });
const lavaLif = stack.find("neuron", "lava-lif");
if (lavaLif === undefined) throw new Error("none");
const replacements: NeuronReplacements = {
  convention: resolveConvention("frameworks"),
  populations: new Map([
    ["E", { form: neuronForm(lavaLif), parameters: new Map(), initial: new Map() }],
  ]),
  // From pA.
  projections: new Map([
    ["S to E", { receptor: "spikes", converted: parseExpression("floor(weight / 10)") }],
  ]),
};

function weightsOf(one: NetworkProgram): readonly number[] {
  const [projection] = openProjections(one, { stack });
  const weights = new Float64Array(3);
  projection?.weight.fill?.({ index: 2, partners: weights }, weights);
  return [...weights];
}

describe("replaced neurons", () => {
  const replaced = replaceNeurons(program, replacements);

  it("have the form, the order and the receptor that are given", () => {
    const E = replaced.populations.get("E");
    expect(E?.form.model).toBe("lava-lif");
    expect([...(E?.feeds.receptors ?? [])]).toEqual(["spikes"]);
    expect(E?.step({ zeroDelay: false }).method).toBe("the model's own step");
    expect(replaced.schedule.filter((phase) => phase !== "sample")).toEqual(
      programOf({ ...network, convention: "frameworks" }, { stack }).schedule.filter(
        (phase) => phase !== "sample",
      ),
    );
    expect(replaced.populations.get("S")?.source).toEqual(program.populations.get("S")?.source);
  });

  it("receive converted weights, also from a file", () => {
    const drawn = weightsOf(program);
    const expected = drawn.map((weight) => Math.floor(weight / 10));
    expect(new Set(expected).size).toBeGreaterThan(1);
    expect(weightsOf(replaced)).toEqual(expected);
    expect(weightsOf(readProgram(writeProgram(replaced)))).toEqual(expected);
  });

  it("are refused where a stimulus acts on them, or in fixed point", () => {
    const stimuli = [
      { kind: "poisson", into: "E", receptor: "excitatory", rate: "20 Hz", weight: "0.1 nA" },
    ] as const;
    const driven = programOf({ ...network, stimuli }, { stack, seed: 3 });
    expect(() => replaceNeurons(driven, replacements)).toThrow("SL_NOT_DERIVED");
    expect(() => replaceNeurons(quantise(program, fixedPoint), replacements)).toThrow(
      "SL_NOT_DERIVED",
    );
  });
});
