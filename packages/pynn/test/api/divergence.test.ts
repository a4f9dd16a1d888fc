import { expect, it } from "vitest";
import { onClock } from "./on-clock.ts";

it("ends a run once values are no longer finite, with PyNN's message, and keeps the recordings", async () => {
  const sim = onClock({ timestep: 1 });
  const axons = sim.Population(3, sim.HH_cond_exp({ i_offset: [0, 0, 2] }), { label: "axons" });
  axons.record("v");
  await expect(sim.run(200)).rejects.toThrow(/SL_DIVERGED.*"axons".*timestep smaller than 1 ms/);
  const reached = sim.getCurrentTime();
  expect(reached).toBeGreaterThan(0);
  const values = axons.getData().segments[0]?.analogsignals[0]?.values;
  expect(values?.length).toBe((reached + 1) * 3);
  await sim.end();
});

it("ends Hodgkin-Huxley cells at 0.3 ms, because their upstroke has no solution", async () => {
  const sim = onClock({ timestep: 0.3 });
  const axons = sim.Population(2, sim.HH_cond_exp({ i_offset: [0, 2] }), { label: "axons" });
  axons.record("v");
  await expect(sim.run(200)).rejects.toThrow(/SL_DIVERGED.*"axons".*timestep smaller than 0.3 ms/);
  await sim.end();
});

it("continues on request, and warns once per variable", async () => {
  const warnings: string[] = [];
  const onWarning = (warning: string): void => void warnings.push(warning);
  const sim = onClock({ timestep: 1, onDivergence: "warn", onWarning });
  sim.Population(3, sim.HH_cond_exp({ i_offset: [0, 0, 2] }));
  expect(await sim.run(200)).toBe(200);
  expect(warnings.length).toBeGreaterThan(0);
  expect(new Set(warnings.map((text) => /"(\w+)" of neuron/.exec(text)?.[1])).size).toBe(
    warnings.length,
  );
  await sim.end();
});
