import { expect, it } from "vitest";
import { onClock } from "./on-clock.ts";

it("runs populations, projections and recordings from end to end", async () => {
  const sim = onClock({ timestep: 0.1, minDelay: 0.1 });
  const source = sim.Population(1, sim.SpikeSourceArray({ spike_times: [5, 12.3] }), {
    label: "in",
  });
  const neurons = sim.Population(3, sim.IF_curr_exp({ tau_syn_E: 5, tau_refrac: 2 }), {
    label: "out",
  });
  neurons.at(2).i_offset = 1;
  sim.Projection(source, neurons, sim.AllToAllConnector(), {
    synapseType: sim.StaticSynapse({ weight: 0.5, delay: 1 }),
  });
  neurons.record(["spikes", "v"]);
  source.record("spikes");
  expect(await sim.run(50)).toBe(50);
  const [segment] = neurons.getData().segments;
  const [v] = segment?.filter({ name: "v" }) ?? [];
  expect(v?.shape).toEqual([501, 3]);
  expect(v?.column(0)[60]).toBe(-65);
  expect(v?.column(0)[62]).toBeGreaterThan(-65);
  expect(v?.column(0)).toEqual(v?.column(1));
  expect([...(source.getData().segments[0]?.spiketrains[0]?.times ?? [])]).toEqual([5, 12.3]);
  expect(neurons.getSpikeCounts().get(neurons.firstId)).toBe(0);
  expect(neurons.getSpikeCounts().get(neurons.lastId)).toBeGreaterThan(0);
  await sim.end();
});
