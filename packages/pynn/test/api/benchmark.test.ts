import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { onClock } from "./on-clock.ts";

// Made by pyNN.nest 0.13.0 on NEST 3.10, spikes on the grid (fixtures/write_benchmark.py).
const fixture = JSON.parse(
  readFileSync(new URL("fixtures/benchmark.json", import.meta.url), "utf8"),
) as { readonly sizes: readonly number[]; readonly steps: readonly (readonly number[])[] };

it("a network that draws initial values and pairs from one source is that of pyNN.nest, spike by spike", async () => {
  const sim = onClock({ timestep: 0.1, minDelay: 0.1, maxDelay: 1, compat: "pynn" });
  const neurons = sim.IF_cond_exp({
    tau_m: 20,
    cm: 0.2,
    v_rest: -60,
    v_reset: -60,
    v_thresh: -50,
    tau_refrac: 5,
    tau_syn_E: 5,
    tau_syn_I: 10,
    e_rev_E: 0,
    e_rev_I: -80,
  });
  const exc = sim.Population(320, neurons, { label: "Excitatory_Cells" });
  const inh = sim.Population(80, neurons, { label: "Inhibitory_Cells" });
  const spike_times = Array.from({ length: 25 }, (_, k) => 2 * k + 1);
  const source = sim.Population(20, sim.SpikeSourceArray({ spike_times }));
  const rng = sim.NumpyRNG({ seed: 98765 });
  const drawn = sim.RandomDistribution("uniform", { low: -60, high: -50 }, rng);
  exc.initialize({ v: drawn });
  inh.initialize({ v: drawn });
  const sparse = sim.FixedProbabilityConnector(0.1, { rng });
  const dense = sim.FixedProbabilityConnector(0.5, { rng });
  const wired = [
    [exc, exc, sparse, 0.004, "excitatory"],
    [exc, inh, sparse, 0.004, "excitatory"],
    [inh, exc, sparse, 0.051, "inhibitory"],
    [inh, inh, sparse, 0.051, "inhibitory"],
    [source, exc, dense, 0.1, "excitatory"],
    [source, inh, dense, 0.1, "excitatory"],
  ] as const;
  const sizes = wired.map(([pre, post, connector, weight, receptorType]) => {
    const synapseType = sim.StaticSynapse({ weight, delay: 0.1 });
    return sim.Projection(pre, post, connector, { synapseType, receptorType }).size;
  });
  expect(sizes).toEqual(fixture.sizes);
  for (const population of [exc, inh]) population.record("spikes");
  await sim.run(100);
  const trains = [exc, inh].flatMap((one) => one.getData().segments[0]?.spiketrains ?? []);
  const steps = trains.map(({ times }) => Array.from(times, (time) => Math.round(10 * time)));
  expect(steps).toEqual(fixture.steps);
  expect(steps.flat().length).toBeGreaterThan(4000);
});
