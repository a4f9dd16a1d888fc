import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import { createStack, requirements, type Simulation } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { describe, expect, it } from "vitest";
import { exercise } from "./every-model.ts";

const stack = createStack({ plugins: [...neurons, ...integrators, ...connectors] });
const { provides } = clock();

describe.each(["nest", "brian2", "neuron"])("under the convention %s", (convention) => {
  it.each(neurons.map((model) => [model.name, model] as const))(
    "%s gives the same bits in WebAssembly as in plain JavaScript",
    async (_, model) => {
      expect(requirements(model).filter((need) => !provides.includes(need))).toEqual([]);
      const runs = await Promise.all(
        (["wasm", "js"] as const).map(async (target): Promise<Simulation> => {
          const sink = { spikes: () => {}, samples: () => {} };
          const network = exercise(model, convention);
          const job = { network, stack, seed: 3, precision: "f64", sink } as const;
          const simulation = await clock({ target }).prepare(job);
          simulation.advance(Math.round(50 / simulation.dt));
          return simulation;
        }),
      );
      const [wasm, js] = runs as [Simulation, Simulation];
      expect(await wasm.spikeHash()).toBe(await js.spikeHash());
      expect(await wasm.spikeCount("n")).toBeGreaterThan(0);
      for (const variable of Object.keys(model.state ?? {})) {
        expect(await wasm.state("n", variable)).toEqual(await js.state("n", variable));
        expect([...(await wasm.state("n", variable))].every(Number.isFinite)).toBe(true);
      }
    },
  );
});
