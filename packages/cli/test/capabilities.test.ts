import { readdirSync, readFileSync } from "node:fs";
import {
  capabilities,
  defineBackend,
  type NetworkRecord,
  type NeuronRecord,
  type PlasticityRecord,
  requirements,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { checkCapabilities } from "@spikeloom/network";
import { checkRun } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { plainEstimate } from "../../../tools/test/plain-estimate.ts";
import { defaultStack as stack } from "../src/default-stack.ts";

/** Capabilities that models of the specification require and no included backend provides: these refuse the models. */
const refused = ["events", "graded-output", "graded-spikes", "regimes", "sub-step-spikes"];

const specs = new URL("../../../specs/", import.meta.url);
function fixtures<T>(folder: string): readonly T[] {
  return readdirSync(new URL(folder, specs))
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(new URL(`${folder}/${file}`, specs), "utf8")) as T);
}

type Model = NeuronRecord | SynapseRecord | PlasticityRecord;
const kinds = ["neuron", "synapse", "plasticity"] as const;
const models: readonly Model[] = [
  ...kinds.flatMap((kind) => stack.list(kind)),
  ...fixtures<Model>("model/valid"),
];

const instant: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  convention: "brian2",
  populations: { A: { model: "lif-delta", size: 2 } },
  projections: [
    { from: "A", to: "A", connector: { kind: "all-to-all" }, weight: "1 mV", delay: "0 ms" },
  ],
};

const unable = defineBackend({
  name: "unable",
  about: "Provides nothing.",
  provides: [],
  check: () => [],
  estimate: plainEstimate,
  prepare: () => Promise.reject(new Error("not run")),
});

function requiredByNetworks(): readonly string[] {
  return [instant, ...fixtures<NetworkRecord>("network/valid")]
    .flatMap((network) => checkCapabilities(network, { stack, backend: unable }))
    .map(({ expected = "" }) => /"(.*)"/.exec(expected)?.[1] ?? "");
}

describe("each capability", () => {
  const provided = new Set(stack.list("backend").flatMap(({ provides }) => provides));

  it("is required by a model, a network or a run", () => {
    const ofRuns = ["checkpoint"];
    const required = [...models.flatMap(requirements), ...requiredByNetworks(), ...ofRuns];
    expect([...new Set(required)].sort()).toEqual(Object.keys(capabilities).sort());
  });

  it("is provided by a backend, or named here as one that none has yet", () => {
    const open = Object.keys(capabilities).filter((name) => !provided.has(name));
    expect(open.sort()).toEqual(refused);
  });

  it.each(refused)("is refused by every included backend: %s", (name) => {
    const needing = fixtures<Model>("model/valid").filter((one) =>
      requirements(one).includes(name),
    );
    expect(needing).not.toEqual([]);
    for (const model of needing as readonly NeuronRecord[]) {
      const network: NetworkRecord = {
        format: "spikeloom-network",
        version: 1,
        dt: model.integrator?.dt ?? "0.1 ms",
        populations: { A: { model, size: 1 } },
      };
      for (const backend of stack.list("backend")) {
        const faults = checkRun(network, { stack, backend });
        expect(faults.map(({ code }) => code)).toContain("SL_MISSING_CAPABILITY");
        expect(faults.map(({ expected = "" }) => expected).join()).toContain(`"${name}"`);
      }
    }
  });

  it("is provided for every included model that requires it", () => {
    const shipped = kinds.flatMap((kind) => stack.list(kind));
    expect(shipped.length).toBeGreaterThan(80);
    const needs = (model: Model) => requirements(model).filter((need) => !provided.has(need));
    expect(shipped.filter((model) => needs(model).length > 0).map(({ name }) => name)).toEqual([]);
  });
});
