import { expect, it } from "vitest";
import type { PynnCellType } from "../../src/api/cells/cell-type.ts";
import { standardCells } from "../../src/api/cells/standard-cells.ts";
import { boundsOf } from "../../src/map/bounds.ts";
import { pynnCells } from "../../src/map/cells.ts";
import { stack } from "../session/start.ts";
import { onClock } from "./on-clock.ts";

const names = Object.keys(standardCells) as (keyof typeof standardCells)[];

/** Values of a parameter just outside of its bounds. */
function outside({ min, max, exclusive = false }: NonNullable<ReturnType<typeof boundsOf>>) {
  const step = exclusive ? 0 : 1e-9;
  return [
    ...(min === undefined ? [] : [min - step, min - 5]),
    ...(max === undefined ? [] : [max + step, max + 5]),
  ];
}

it.each(names)("%s refuses values out of bounds when they are set", (name) => {
  const sim = onClock();
  const neurons = sim.Population(3, standardCells[name]() as PynnCellType, { label: "E" });
  const { parameters, model } = pynnCells[name] as (typeof pynnCells)[string];
  for (const [parameter, row] of Object.entries(parameters)) {
    const bounds = boundsOf(row, stack.get("neuron", model));
    const before = neurons.get(parameter);
    for (const value of bounds === undefined ? [] : outside(bounds)) {
      const list = Array.isArray(row.default) ? row.default.map(() => value) : value;
      const one = Array.isArray(row.default)
        ? [list, list, list]
        : [...[before, value, before]].flat();
      const refused = new RegExp(`SL_SESSION_VALUE at population "E".${parameter}.*outside`);
      expect(() => neurons.set({ [parameter]: list })).toThrow(refused);
      expect(() => neurons.slice(1).set({ [parameter]: list })).toThrow(refused);
      expect(() => neurons.set({ [parameter]: one as number[] })).toThrow(refused);
      const type = standardCells[name] as (given: object) => PynnCellType;
      expect(() => sim.Population(1, type({ [parameter]: list }))).toThrow(/outside the bounds/);
    }
    expect(neurons.get(parameter)).toEqual(before);
  }
});

it("time constants of all neurons with a membrane are above 0, including derived ones", () => {
  const unbounded = names.flatMap((name) => {
    const { parameters, model } = pynnCells[name] as (typeof pynnCells)[string];
    return Object.entries(parameters)
      .filter(([parameter]) => /^(tau_(m|syn|w|sfa|rr|eta|gamma)|cm$|g_leak$)/.test(parameter))
      .filter(([, row]) => boundsOf(row, stack.get("neuron", model))?.min !== 0)
      .map(([parameter]) => `${name}.${parameter}`);
  });
  expect(unbounded).toEqual([]);
});

it("no value is set if one is refused, and the simulation continues", async () => {
  const sim = onClock();
  const neurons = sim.Population(3, sim.IF_curr_exp({ i_offset: 1 }), { label: "E" });
  await sim.run(10);
  expect(() => neurons.set({ tau_syn_E: 3, tau_m: -5 })).toThrow(
    'SL_SESSION_VALUE at population "E".tau_m: The value is outside the bounds of the model. Expected above 0 ms, got -5 ms.',
  );
  expect([neurons.get("tau_syn_E"), neurons.get("tau_m")]).toEqual([5, 20]);
  expect(() => {
    neurons.at(1).cm = 0;
  }).toThrow("above 0 nF, got 0 nF");
  expect(await sim.run(10)).toBe(20);
});

it("no population of an assembly is changed if one of them refuses the value", () => {
  const sim = onClock();
  const a = sim.Population(1, sim.IF_curr_exp({ i_offset: 1 }), { label: "A" });
  const b = sim.Population(2, sim.IF_curr_exp({ i_offset: 1 }), { label: "B" });
  const refused = /population "B"\.tau_m\[1\].*above 0 ms, got -1 ms/;
  expect(() => a.plus(b).set({ cm: 2, tau_m: [5, 6, -1] })).toThrow(refused);
  expect(() => a.plus(b.slice(1)).set({ tau_m: [5, -1] })).toThrow(/population "B"\.tau_m.*-1 ms/);
  expect([a.get("tau_m"), a.get("cm"), b.get("tau_m"), b.get("cm")]).toEqual([20, 1, 20, 1]);
  a.plus(b).set({ tau_m: [5, 6, 7] });
  expect([a.get("tau_m"), b.get("tau_m")]).toEqual([5, Float64Array.of(6, 7)]);
});

it("native models and parts of point neurons state their bounds in their own units", () => {
  const sim = onClock();
  const native = sim.Population(2, sim.nativeCellType("lif-curr-exp")());
  expect(() => native.set({ tau_m: [1, -1] })).toThrow(/tau_m\[1\].*above 0 ms, got -1 ms/);
  const point = sim.Population(1, sim.PointNeuron(sim.LIF(), { AMPA: sim.BetaPSR() }));
  expect(() => point.set({ "AMPA.tau_rise": 0 })).toThrow(/AMPA.tau_rise.*above 0 ms/);
  for (const { name } of stack.list("neuron")) {
    expect(sim.Population(1, sim.nativeCellType(name)()).size).toBe(1);
  }
});
