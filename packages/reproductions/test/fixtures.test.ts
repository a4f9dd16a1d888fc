import { readdirSync, readFileSync } from "node:fs";
import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import { createStack, type NeuronRecord, requirements } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { describe, expect, it } from "vitest";
import { exercise } from "./every-model.ts";

// The models of the specification: whatever this backend provides for must run, the rest is refused by
// the capability that is missing.
const folder = new URL("../../../specs/model/valid/", import.meta.url);
const models = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as { kind: string })
  .filter((record): record is NeuronRecord => record.kind === "neuron");

const stack = createStack({ plugins: [...neurons, ...integrators, ...connectors] });
const { provides } = clock();
const isProvided = (model: NeuronRecord): boolean =>
  requirements(model).every((need) => provides.includes(need));

describe("models of the specification", () => {
  it.each(models.filter(isProvided).map((model) => [model.name, model] as const))(
    "%s runs, with the same bits in WebAssembly and in plain JavaScript",
    async (_, model) => {
      const [wasm, js] = await Promise.all(
        (["wasm", "js"] as const).map(async (target) => {
          const sink = { spikes: () => {}, samples: () => {} };
          const network = exercise(model, "nest");
          const job = { network, stack, seed: 3, precision: "f64", sink } as const;
          const simulation = await clock({ target }).prepare(job);
          simulation.advance(Math.round(20 / simulation.dt));
          return simulation;
        }),
      );
      expect(await wasm?.spikeHash()).toBe(await js?.spikeHash());
      for (const variable of Object.keys(model.state ?? {})) {
        expect(await wasm?.state("n", variable)).toEqual(await js?.state("n", variable));
      }
    },
  );

  it("with integers run where they ask for nothing else", () => {
    const provided = models.filter(isProvided).map(({ name }) => name);
    expect(provided).toEqual(expect.arrayContaining(["loihi-cuba-lif", "spinnaker-if-curr-exp"]));
  });

  it("need what they are refused for", () => {
    const missing = new Set(
      models.filter((model) => !isProvided(model)).flatMap((model) => requirements(model)),
    );
    for (const capability of ["regimes", "events", "sub-step-spikes", "graded-output"]) {
      expect(missing).toContain(capability);
    }
  });
});
