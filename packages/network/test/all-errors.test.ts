import type { NetworkRecord } from "@spikeloom/kernel";
import { checkNetwork, readNetwork } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { stack } from "./models.ts";

const A = { model: "lif-delta", size: 5 };
const head = { format: "spikeloom-network", version: 1 };
const toItself = { from: "A", to: "A", connector: { kind: "all-to-all" }, weight: "1 mV" };

/** Check something that need not be a network; returns the code and place of each error. */
function found(value: unknown): readonly string[] {
  const errors = checkNetwork(value as NetworkRecord, { stack });
  return errors.map(({ code, place }) => `${code} ${place}`);
}

describe("errors of shape and of meaning", () => {
  it("are found at once", () => {
    const bad = {
      ...head,
      stimulii: [],
      populations: { A: { ...A, size: -3, paramters: { tau_m: "1 mV" } } },
      projections: [{ ...toItself, receptor: "ampa" }],
    };
    expect(found(bad)).toEqual([
      "SL_NETWORK_SHAPE the network",
      "SL_NETWORK_SHAPE populations.A",
      "SL_SIZE populations.A.size",
      // Under the misspelt name, the parameter is checked as intended.
      "SL_VALUE_DIMENSION populations.A.parameters.tau_m",
      "SL_UNKNOWN_NAME projections[0].receptor",
    ]);
  });

  it("are found in a file as well, with a stack for faulty ones", () => {
    const bad = JSON.stringify({ ...head, dt: "0 ms", sed: 1, populations: { A } });
    const codesWith = (options: object): readonly string[] => {
      try {
        readNetwork(bad, options);
        return [];
      } catch (error) {
        const { code, others } = error as { code: string; others: readonly { code: string }[] };
        return [code, ...others.map((other) => other.code)];
      }
    };
    expect(codesWith({})).toEqual(["SL_NETWORK_SHAPE"]);
    expect(codesWith({ stackIfFaulty: stack })).toEqual(["SL_NETWORK_SHAPE", "SL_TIME"]);
  });

  it("omit parts with an invalid shape, and references to them", () => {
    const bad = {
      ...head,
      dt: 5,
      populations: { A: { ...A, size: "many" }, B: { model: "lif-detla", size: 1 } },
      projections: [
        { ...toItself, weight: true },
        { ...toItself, receptor: "ampa", to: "B" },
      ],
      record: [
        { population: "A", variables: ["v"], neurons: { from: 0, until: 400 }, every: "0.25 ms" },
      ],
    };
    expect(found(bad)).toEqual([
      "SL_NETWORK_SHAPE dt",
      "SL_NETWORK_SHAPE populations.A.size",
      "SL_NETWORK_SHAPE projections[0].weight",
      "SL_UNKNOWN_PLUGIN populations.B.model",
    ]);
  });

  it("report nothing more if there are no populations", () => {
    expect(found({ ...head, dt: "0 ms" })).toEqual(["SL_NETWORK_SHAPE the network"]);
    for (const value of [null, 3, [], "text"]) {
      expect(found(value).every((error) => error.startsWith("SL_NETWORK_SHAPE"))).toBe(true);
    }
  });
});

describe("one mistake causes one error", () => {
  it("where a size is negative", () => {
    const bad = {
      ...head,
      populations: { A: { ...A, size: -400 } },
      record: [{ population: "A", variables: ["v"], neurons: { until: 100 } }],
      stimuli: [
        { kind: "poisson", into: "A", rate: "1 Hz", weight: "1 mV", neurons: { until: 100 } },
      ],
      projections: [{ ...toItself, fromNeurons: { until: 100 } }],
    };
    expect(found(bad)).toEqual(["SL_SIZE populations.A.size"]);
  });

  it("if a model of the network itself is invalid", () => {
    const broken = { name: "mine", contract: 1, about: "A model without a kind.", parameters: {} };
    const bad = {
      ...head,
      models: { mine: broken, rule: { ...broken, kind: "synapse", parameters: 3 } },
      populations: { A: { model: "mine", size: 2 }, B: A },
      projections: [{ ...toItself, from: "B", to: "B", synapse: "rule" }],
    };
    const places = found(bad).map((error) => error.split(" ")[1]);
    expect(places.length).toBeGreaterThan(1);
    expect(places.every((place) => place?.startsWith("models."))).toBe(true);
  });
});
