import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Connector } from "../../src/api/connectors/connector.ts";
import type { Rng } from "../../src/api/random/rng.ts";
import type { Simulation } from "../../src/api/simulation.ts";
import { Space } from "../../src/api/space/space.ts";
import type { Structure } from "../../src/api/space/structures.ts";
import type { PynnSynapseType } from "../../src/api/synapses/synapse-type.ts";
import { onClock } from "./on-clock.ts";

interface Fixture {
  readonly connectors: readonly {
    readonly name: string;
    readonly pre: number;
    readonly post: number;
    readonly same: boolean;
    readonly attributes: readonly string[];
    readonly rows: readonly (readonly number[])[];
  }[];
  readonly cells: Readonly<Record<"tau_m" | "cm" | "v_rest", readonly number[]>>;
  readonly structures: readonly {
    readonly name: string;
    readonly n: number;
    readonly positions: readonly (readonly number[])[];
  }[];
  readonly distances: readonly { readonly name: string; readonly distances: readonly number[] }[];
  readonly a: readonly (readonly number[])[];
  readonly b: readonly (readonly number[])[];
}

// Made by PyNN.mock 0.13.0 on NumPy 2.3.5.
const fixture = JSON.parse(
  readFileSync(new URL("fixtures/connectors.json", import.meta.url), "utf8"),
) as Fixture;

type Make = (sim: Simulation, rng: (seed: number) => Rng) => Connector;

const connectors: Readonly<Record<string, Make>> = {
  "all-to-all": (sim) => sim.AllToAllConnector(),
  "all-to-all, not to self": (sim) => sim.AllToAllConnector({ allowSelfConnections: false }),
  "one-to-one": (sim) => sim.OneToOneConnector(),
  "fixed probability": (sim, rng) => sim.FixedProbabilityConnector(0.3, { rng: rng(42) }),
  "fixed probability without a source": (sim) => sim.FixedProbabilityConnector(0.3),
  "fixed probability, not to self": (sim, rng) =>
    sim.FixedProbabilityConnector(0.4, { allowSelfConnections: false, rng: rng(3) }),
  "fixed probability, not mutual": (sim, rng) =>
    sim.FixedProbabilityConnector(0.7, { allowSelfConnections: "NoMutual", rng: rng(3) }),
  "distance dependent": (sim, rng) =>
    sim.DistanceDependentProbabilityConnector("exp(-d/3)", { rng: rng(7) }),
  "fixed number pre": (sim, rng) => sim.FixedNumberPreConnector(3, { rng: rng(11) }),
  "fixed number pre, with replacement": (sim, rng) =>
    sim.FixedNumberPreConnector(3, { withReplacement: true, rng: rng(12) }),
  "fixed number pre, not to self": (sim, rng) =>
    sim.FixedNumberPreConnector(4, { allowSelfConnections: false, rng: rng(13) }),
  "fixed number pre, more than there are": (sim, rng) =>
    sim.FixedNumberPreConnector(6, { rng: rng(14) }),
  "fixed number pre, drawn number": (sim, rng) =>
    sim.FixedNumberPreConnector(sim.RandomDistribution("uniform_int", [1, 5], rng(15)), {
      rng: rng(16),
    }),
  "fixed number post": (sim, rng) => sim.FixedNumberPostConnector(3, { rng: rng(21) }),
  "fixed number post, with replacement": (sim, rng) =>
    sim.FixedNumberPostConnector(3, { withReplacement: true, rng: rng(22) }),
  "fixed number post, not to self": (sim, rng) =>
    sim.FixedNumberPostConnector(4, { allowSelfConnections: false, rng: rng(23) }),
  "fixed number post, drawn number": (sim, rng) =>
    sim.FixedNumberPostConnector(sim.RandomDistribution("uniform_int", [1, 5], rng(24)), {
      rng: rng(25),
    }),
  "fixed total number": (sim, rng) => sim.FixedTotalNumberConnector(20, { rng: rng(31) }),
  list: (sim) =>
    sim.FromListConnector([
      [0, 3, 0.1, 0.4],
      [1, 0, 0.2, 0.5],
      [4, 3, 0.3, 0.6],
      [2, 2, 0.4, 0.7],
    ]),
  array: (sim) =>
    sim.ArrayConnector([
      [1, 0, 0, 1],
      [0, 1, 1, 0],
      [1, 1, 0, 0],
    ]),
  "weights and delays of one source": (sim, rng) =>
    sim.FixedProbabilityConnector(0.5, { rng: rng(41) }),
  "clipped weights": (sim, rng) => sim.FixedProbabilityConnector(0.6, { rng: rng(42) }),
  "weights of the distance": (sim) => sim.AllToAllConnector(),
  "weights of a matrix": (sim) => sim.AllToAllConnector(),
};

function synapse(sim: Simulation, name: string): PynnSynapseType {
  const shared = sim.NumpyRNG({ seed: 77 });
  const own = sim.NumpyRNG({ seed: 5 });
  const types: Readonly<Record<string, PynnSynapseType>> = {
    "weights and delays of one source": sim.StaticSynapse({
      weight: sim.RandomDistribution("uniform", { low: 0, high: 1 }, shared),
      delay: sim.RandomDistribution("uniform", { low: 0.2, high: 2 }, shared),
    }),
    "clipped weights": sim.StaticSynapse({
      weight: sim.RandomDistribution("normal_clipped", [0.5, 0.5, 0, 1], own),
      delay: 0.5,
    }),
    "weights of the distance": sim.StaticSynapse({
      weight: "0.2+0.3*d",
      delay: (d) => 0.1 + 0.1 * d,
    }),
    "weights of a matrix": sim.StaticSynapse({
      weight: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      delay: 0.5,
    }),
  };
  return types[name] ?? sim.StaticSynapse({ weight: 0.5, delay: 1 });
}

describe("under compat, connections are PyNN's, pair by pair", () => {
  it.each(fixture.connectors)(
    "$name",
    async ({ name, pre: n, post: m, same, attributes, rows }) => {
      // NEURON's events use the delays as drawn; other simulators return the rounded delays.
      const options = { convention: "neuron", compat: "pynn" } as const;
      const sim = onClock({ timestep: 0.1, minDelay: 0.1, ...options });
      const pre = sim.Population(n, sim.IF_curr_exp());
      const post = same ? pre : sim.Population(m, sim.IF_curr_exp());
      const make = connectors[name] as Make;
      const connector = make(sim, (seed) => sim.NumpyRNG({ seed }));
      const projection = sim.Projection(pre, post, connector, { synapseType: synapse(sim, name) });
      const got = await projection.get(attributes);
      expect(got.map(([i, j]) => [i, j])).toEqual(rows.map(([i, j]) => [i, j]));
      got.forEach((row, k) => {
        row.forEach((value, c) => {
          const want = rows[k]?.[c] as number;
          // Distances are summed in the same order.
          expect(Math.abs(value - want)).toBeLessThanOrEqual(1e-12 * Math.abs(want));
        });
      });
    },
  );
});

it("under compat, parameters of one source are drawn from copies of it", () => {
  const sim = onClock({ compat: "pynn" });
  const rng = sim.NumpyRNG({ seed: 88 });
  const neurons = sim.Population(
    6,
    sim.IF_curr_exp({
      tau_m: sim.RandomDistribution("uniform", [10, 20], rng),
      cm: sim.RandomDistribution("normal", [1, 0.1], rng),
      v_rest: (i) => -65 - i,
    }),
  );
  expect([...(neurons.get("tau_m") as Float64Array)]).toEqual(fixture.cells.tau_m);
  expect([...(neurons.get("v_rest") as Float64Array)]).toEqual(fixture.cells.v_rest);
  (neurons.get("cm") as Float64Array).forEach((value, k) => {
    expect(Math.abs(value - (fixture.cells.cm[k] as number))).toBeLessThan(1e-15);
  });
});

const structures: Readonly<Record<string, (sim: Simulation) => Structure>> = {
  Line: (sim) => sim.Line({ dx: 2, x0: -1, y: 3, z: 4 }),
  Grid2D: (sim) => sim.Grid2D({ aspectRatio: 3 / 2, dx: 2, dy: 3, x0: 1, y0: -1, z: 5 }),
  Grid3D: (sim) => sim.Grid3D({ aspectRatioXY: 2, aspectRatioXZ: 4, dx: 1, dy: 2, dz: 3 }),
  "Grid2D random": (sim) => sim.Grid2D({ fillOrder: "random", rng: sim.NumpyRNG({ seed: 5 }) }),
  Cuboid: (sim) =>
    sim.RandomStructure(sim.Cuboid(10, 20, 30), {
      origin: [1, 2, 3],
      rng: sim.NumpyRNG({ seed: 6 }),
    }),
  Sphere: (sim) =>
    sim.RandomStructure(sim.Sphere(10), { origin: [1, 2, 3], rng: sim.NumpyRNG({ seed: 6 }) }),
};

it.each(fixture.structures)("positions of $name are PyNN's", ({ name, n, positions }) => {
  const sim = onClock();
  const structure = structures[name]?.(sim) as Structure;
  const neurons = sim.Population(n, sim.IF_curr_exp(), { structure });
  expect(neurons.positions.map((axis) => [...axis])).toEqual(positions);
});

it.each(fixture.distances)(
  "distances in a space that is $name are PyNN's",
  ({ name, distances }) => {
    const spaces: Readonly<Record<string, Space>> = {
      plain: Space(),
      x: Space({ axes: "x" }),
      yz: Space({ axes: "yz" }),
      scaled: Space({ scaleFactor: 2, offset: 0.5 }),
      periodic: Space({ periodicBoundaries: [[0, 10], null, [-5, 5]] }),
    };
    const axes = (points: readonly (readonly number[])[]) =>
      [0, 1, 2].map((axis) =>
        Float64Array.from(points, (point) => point[axis] as number),
      ) as unknown as readonly [Float64Array, Float64Array, Float64Array];
    const [pre, post] = [axes(fixture.a), axes(fixture.b)];
    const got = [0, 1].flatMap((i) => [0, 1].map((j) => spaces[name]?.distance(pre, i, post, j)));
    expect(got).toEqual(distances);
  },
);
