import { describe, expect, it } from "vitest";
import type { Connector } from "../../src/api/connectors/connector.ts";
import type { Simulation } from "../../src/api/simulation.ts";
import { onClock, textFiles } from "./on-clock.ts";

/** The pairs that a connector creates within a population, or between two. */
async function pairsOf(
  sim: Simulation,
  connector: Connector,
  [n, m]: readonly [number, number?],
): Promise<readonly string[]> {
  const pre = sim.Population(n, sim.IF_curr_exp());
  const post = m === undefined ? pre : sim.Population(m, sim.IF_curr_exp());
  const rows = await sim.Projection(pre, post, connector).get([]);
  return rows.map(([i, j]) => `${i}>${j}`);
}

describe("connectors behave as documented where PyNN's do not", () => {
  it("respect both options of a fixed total number", async () => {
    const sim = onClock();
    const options = { allowSelfConnections: false, withReplacement: false };
    for (let k = 0; k < 20; k++) {
      const pairs = await pairsOf(sim, sim.FixedTotalNumberConnector(25, options), [6]);
      expect(new Set(pairs).size).toBe(25);
      expect(pairs.every((pair) => pair.split(">")[0] !== pair.split(">")[1])).toBe(true);
    }
    await expect(pairsOf(sim, sim.FixedTotalNumberConnector(31, options), [6])).rejects.toThrow(
      /SL_PYNN_CONNECTION.*at most 30, got 31/,
    );
  });

  it("omit connections of a neuron to itself, also between views that overlap", async () => {
    const sim = onClock();
    const neurons = sim.Population(10, sim.IF_curr_exp());
    const [pre, post] = [neurons.slice(0, 6), neurons.slice(4, 10)];
    const options = { allowSelfConnections: false };
    for (const connector of [
      sim.AllToAllConnector(options),
      sim.FixedNumberPreConnector(5, options),
      sim.FixedNumberPostConnector(5, options),
      sim.FixedNumberPreConnector(20, { ...options, withReplacement: true }),
      sim.FixedProbabilityConnector(1, options),
    ]) {
      const rows = await sim.Projection(pre, post, connector).get([]);
      expect(rows.length).toBeGreaterThan(20);
      expect(rows.every(([i = 0, j = 0]) => i !== j + 4)).toBe(true);
    }
  });

  it("keep one of two directions if connections are not mutual", async () => {
    const sim = onClock();
    const connector = sim.AllToAllConnector({ allowSelfConnections: "NoMutual" });
    expect(await pairsOf(sim, connector, [3])).toEqual(["1>0", "2>0", "2>1"]);
    await expect(pairsOf(sim, connector, [3, 4])).rejects.toThrow(/NoMutual/);
  });

  it("refuse one-to-one connections of different sizes", async () => {
    const sim = onClock();
    const pairs = pairsOf(sim, sim.OneToOneConnector(), [3, 4]);
    await expect(pairs).rejects.toThrow(/SL_PYNN_CONNECTION/);
  });

  it("draw again for each projection", async () => {
    const sim = onClock();
    const connector = sim.FixedProbabilityConnector(0.5);
    expect(await pairsOf(sim, connector, [10, 10])).not.toEqual(
      await pairsOf(sim, connector, [10, 10]),
    );
  });

  it("connect each pair with its probability", async () => {
    const sim = onClock();
    const rows = await pairsOf(sim, sim.FixedProbabilityConnector(0.1), [300, 300]);
    // Four standard deviations of 90,000 draws.
    expect(Math.abs(rows.length - 9000)).toBeLessThan(360);
    const near = sim.DistanceDependentProbabilityConnector("d < 2");
    expect(await pairsOf(sim, near, [4])).toEqual([
      "0>0",
      "1>0",
      "0>1",
      "1>1",
      "2>1",
      "1>2",
      "2>2",
      "3>2",
      "2>3",
      "3>3",
    ]);
    const lower = sim.IndexBasedProbabilityConnector(
      sim.IndexBasedExpression((i, j) => Number(i > j)),
    );
    expect(await pairsOf(sim, lower, [3])).toEqual(["1>0", "2>0", "2>1"]);
    const right = sim.DisplacementDependentProbabilityConnector(([x]) => Number(x === 1));
    expect(await pairsOf(sim, right, [4])).toEqual(["0>1", "1>2", "2>3"]);
  });

  it("clone, accept lists and refuse rows without valid indices", async () => {
    const sim = onClock();
    const neurons = sim.Population(3, sim.IF_curr_exp());
    const first = sim.Projection(neurons, neurons, sim.FixedProbabilityConnector(0.5));
    const clone = sim.Projection(neurons, neurons, sim.CloneConnector(first));
    expect(await clone.get([])).toEqual(await first.get([]));
    const other = sim.Population(3, sim.IF_curr_exp());
    expect(() => sim.Projection(neurons, other, sim.CloneConnector(first))).toThrow(
      /SL_PYNN_CONNECTION/,
    );
    const list = sim.FromListConnector([[0, 5, 1, 1]]);
    expect(() => sim.Projection(neurons, neurons, list)).toThrow(/row 0.*\[0, 5, 1, 1\]/);
    const named = sim.FromListConnector([[0, 1, 0.5]], { columnNames: ["weight"] });
    expect(await sim.Projection(neurons, neurons, named).get(["weight", "delay"])).toEqual([
      [0, 1, 0.5, 0.1],
    ]);
    const unknown = sim.FromListConnector([[0, 1, 0.5]], { columnNames: ["U"] });
    // @ts-expect-error: static connections have no such attribute.
    expect(() => sim.Projection(neurons, neurons, unknown)).toThrow(/SL_PYNN_NAME.*attribute "U"/);
    expect(() => sim.Projection(neurons, neurons, sim.FromListConnector([[0, 1, 0.5]]))).toThrow(
      /names/,
    );
  });
});

describe("receptors and signs", () => {
  it("follow the sign of the weights", () => {
    const sim = onClock();
    const neurons = sim.Population(2, sim.IF_curr_exp());
    const receptor = (weight: number): string =>
      sim.Projection(neurons, neurons, sim.AllToAllConnector(), {
        synapseType: sim.StaticSynapse({ weight }),
      }).receptorType;
    expect([receptor(0.5), receptor(-0.5), receptor(0)]).toEqual([
      "excitatory",
      "inhibitory",
      "excitatory",
    ]);
  });

  it("are refused if they contradict each other", () => {
    const sim = onClock();
    const [curr, cond] = [
      sim.Population(2, sim.IF_curr_exp()),
      sim.Population(2, sim.IF_cond_exp()),
    ];
    const project = (post: typeof cond, weight: unknown, receptorType?: unknown, safe = true) =>
      sim.Projection(curr, post, sim.AllToAllConnector({ safe }), {
        synapseType: sim.StaticSynapse({ weight: weight as number }),
        ...(receptorType === undefined ? {} : { receptorType: receptorType as "excitatory" }),
      });
    expect(() => project(cond, -0.1, "inhibitory")).toThrow(/SL_PYNN_CONNECTION.*0 or more/);
    expect(() => project(curr as never, 0.1, "inhibitory")).toThrow(/0 or less, got 0.1/);
    expect(() => project(cond, 0.1, "gaba")).toThrow(/receptor "gaba".*excitatory, inhibitory/);
    expect(() =>
      project(curr as never, [
        [1, -1],
        [1, 1],
      ]),
    ).toThrow(/Set receptorType/);
    expect(() =>
      sim.Projection(curr, sim.Population(1, sim.SpikeSourceArray()), sim.AllToAllConnector()),
    ).toThrow(/no receptor/);
  });

  it("have delays within the bounds of setup", async () => {
    const sim = onClock({ timestep: 0.1, minDelay: 0.5, maxDelay: 2 });
    const neurons = sim.Population(2, sim.IF_curr_exp());
    const project = (delay: number) =>
      sim.Projection(neurons, neurons, sim.AllToAllConnector(), {
        synapseType: sim.StaticSynapse({ delay }),
      });
    expect(() => project(0.4)).toThrow(/SL_PYNN_CONNECTION.*0.5 ms or more, at most 2 ms, got 0.4/);
    expect(() => project(2.1)).toThrow(/SL_PYNN_CONNECTION/);
    const all = sim.Projection(neurons, neurons, sim.AllToAllConnector());
    expect(await all.at(0).get("delay")).toBe(0.5);
    expect(onClock({ timestep: 0.1 }).getMinDelay()).toBe(0.1);
  });
});

describe("attributes", () => {
  const make = (sim: Simulation) => {
    const [pre, post] = [
      sim.Population(2, sim.IF_curr_exp()),
      sim.Population(3, sim.IF_curr_exp()),
    ];
    return sim.Projection(
      pre,
      post,
      sim.FromListConnector([
        [0, 0],
        [1, 2],
        [0, 2],
        [0, 2],
      ]),
      {
        synapseType: sim.StaticSynapse({ weight: 0.5, delay: 1 }),
      },
    );
  };

  it("are read in rows and in matrices", async () => {
    const prj = make(onClock());
    prj.set({ weight: [1, 2, 3] });
    expect(await prj.get("weight")).toEqual([
      [0, 0, 1],
      [1, 2, 3],
      [0, 2, 2],
      [0, 2, 2],
    ]);
    expect(await prj.get("weight", { withAddress: false })).toEqual([[1], [3], [2], [2]]);
    const rows = async (multipleSynapses: "sum" | "min") =>
      (await prj.get("weight", { format: "array", multipleSynapses })).map((row) => [...row]);
    expect(await rows("sum")).toEqual([
      [1, Number.NaN, 4],
      [Number.NaN, Number.NaN, 3],
    ]);
    expect((await rows("min"))[0]).toEqual([1, Number.NaN, 2]);
    expect(await prj.get(["weight", "delay"], { format: "array" })).toHaveLength(2);
    // @ts-expect-error: static connections have no such attribute.
    await expect(prj.get("U")).rejects.toThrow(/SL_PYNN_NAME.*one of weight, delay/);
    expect(() => prj.set({ weight: [1, 2] })).toThrow(/SL_PYNN_VALUE.*3, got 2/);
    expect(() => prj.set({ weight: [[1, 2]] })).toThrow(/2 rows of 3 numbers/);
  });

  it("are set by numbers, texts, functions, matrices and distributions", async () => {
    const sim = onClock();
    const prj = make(sim);
    prj.set({ weight: "0.1 + d", delay: (d) => 0.2 + d });
    expect(
      (await prj.get(["weight", "delay"])).map((row) =>
        row.slice(2).map((x) => Number(x.toFixed(9))),
      ),
    ).toEqual([
      [0.1, 0.2],
      [1.1, 1.2],
      [2.1, 2.2],
      [2.1, 2.2],
    ]);
    prj.set({
      weight: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    });
    expect((await prj.get("weight", { withAddress: false })).flat()).toEqual([1, 6, 3, 3]);
    prj.set({ weight: sim.RandomDistribution("uniform", [0, 1]) });
    expect(new Set((await prj.get("weight", { withAddress: false })).flat()).size).toBe(4);
    await prj.at(1).set({ weight: 0.0123 });
    expect([await prj.at(1).get("weight"), await prj.at(1).get("delay")]).toEqual([0.0123, 1.2]);
    expect(() => prj.set({ weight: "x + 1" })).toThrow(/SL_PYNN_VALUE.*got "x"/);
    expect(() => prj.set({ weight: "rand()" })).toThrow(/cannot draw random numbers/);
    expect(() => prj.set({ weight: "__import__('os')" })).toThrow(/SL_/);
  });

  it("are saved as text that a connector reads", async () => {
    const files = textFiles();
    const sim = onClock({ files });
    const prj = make(sim);
    prj.set({ weight: [1, 2, 3] });
    await prj.save("all", "connections.txt");
    expect(files.read("connections.txt").split("\n")[0]).toBe(
      '# columns = ["i", "j", "weight", "delay"]',
    );
    const [pre, post] = [
      sim.Population(2, sim.IF_curr_exp()),
      sim.Population(3, sim.IF_curr_exp()),
    ];
    const read = sim.Projection(pre, post, sim.FromFileConnector("connections.txt"));
    expect(await read.get(["weight", "delay"])).toEqual(await prj.get(["weight", "delay"]));
    await prj.save("weight", "weights.txt", { format: "array" });
    expect(files.read("weights.txt")).toBe("# weight\n1\t0\t4\n0\t0\t3\n");
    await prj.save("delay", "delays.txt", { withAddress: false });
    expect(files.read("delays.txt")).toBe('# columns = ["delay"]\n1\n1\n1\n1\n');
    files.write("code.txt", "# columns = [__import__('os')]\n0 1 2\n");
    expect(() => sim.FromFileConnector("code.txt")).toThrow(/SL_PYNN_FILE at code.txt/);
    files.write("words.txt", "0 1 x 1\n");
    expect(() => sim.FromFileConnector("words.txt")).toThrow(/SL_PYNN_FILE.*"x"/);
    expect(() => onClock().FromFileConnector("a")).toThrow(/SL_PYNN_FILE.*no access to files/);
  });
});

describe("single connections", () => {
  it("can be set individually, before and after a run, plastic or not, while others stay", async () => {
    const sim = onClock();
    const source = sim.Population(2, sim.SpikeSourceArray({ spike_times: [1] }));
    const target = sim.Population(2, sim.IF_curr_exp());
    const plastic = sim.STDPMechanism({
      timingDependence: sim.SpikePairRule(),
      weightDependence: sim.AdditiveWeightDependence({ w_max: 5 }),
      weight: 1,
    });
    for (const synapseType of [sim.StaticSynapse({ weight: 1 }), plastic]) {
      const prj = sim.Projection(source, target, sim.AllToAllConnector(), {
        synapseType,
        receptorType: "excitatory",
      });
      const weights = async () => (await prj.get("weight", { withAddress: false })).flat();
      await Promise.all([prj.at(0).set({ weight: 2 }), prj.at(3).set({ weight: 3 })]);
      expect(await weights()).toEqual([2, 1, 1, 3]);
      await sim.run(0.5);
      const all = prj.set({ weight: 4 });
      await Promise.all([all, prj.at(1).set({ weight: 2 }), prj.at(2).set({ weight: 3 })]);
      expect(await weights()).toEqual([4, 2, 3, 4]);
      // @ts-expect-error: no such attribute.
      await expect(prj.at(1).set({ weight: 1, other: 2 })).rejects.toThrow(/SL_PYNN_NAME/);
      expect(await weights()).toEqual([4, 2, 3, 4]);
    }
    await sim.end();
  });

  it("keep their values if one of the new ones is refused", async () => {
    const sim = onClock({ timestep: 0.1, minDelay: 0.1 });
    const one = sim.Population(1, sim.IF_curr_exp());
    const prj = sim.Projection(one, one, sim.AllToAllConnector(), {
      synapseType: sim.StaticSynapse({ weight: 1, delay: 1 }),
    });
    expect(() => prj.set({ weight: 2, delay: 0.01 })).toThrow(/SL_PYNN_CONNECTION/);
    await expect(prj.at(0).set({ weight: 2, delay: 0.01 })).rejects.toThrow(/SL_PYNN_CONNECTION/);
    expect(await prj.get(["weight", "delay"], { withAddress: false })).toEqual([[1, 1]]);
  });

  it("are held to the signs, bounds and names of the projection that they are in", async () => {
    const sim = onClock({ timestep: 0.1, minDelay: 0.2, maxDelay: 5 });
    const one = sim.Population(1, sim.IF_cond_exp());
    const prj = sim.Projection(one, one, sim.AllToAllConnector(), {
      synapseType: sim.StaticSynapse({ weight: 1, delay: 1 }),
      label: "own",
    });
    const refused = async (values: Record<string, unknown>, message: RegExp) => {
      const own = values as Record<string, number>;
      expect(() => prj.set(own)).toThrow(message);
      await expect(prj.at(0).set(own)).rejects.toThrow(message);
    };
    await refused({ weight: -1 }, /SL_PYNN_CONNECTION at own.*weight.*0 or more, got -1/);
    await refused({ delay: 0.1 }, /SL_PYNN_CONNECTION at own.*delay.*0\.2 ms or more/);
    await refused({ delay: 6 }, /SL_PYNN_CONNECTION at own.*delay.*at most 5 ms/);
    await refused({ weight: Number.NaN }, /SL_PYNN_VALUE at own.*weight/);
    await refused({ other: 1 }, /SL_PYNN_NAME at own/);
    await expect(prj.at(0).set({ weight: "2" } as never)).rejects.toThrow(/SL_PYNN_VALUE/);
    expect(await prj.get(["weight", "delay"], { withAddress: false })).toEqual([[1, 1]]);
  });
});

it("connects assemblies, part by part, in the order of their neurons", async () => {
  const sim = onClock();
  const source = sim.Population(1, sim.SpikeSourceArray({ spike_times: [1] }));
  const [a, b] = [sim.Population(2, sim.IF_curr_exp()), sim.Population(2, sim.IF_curr_alpha())];
  const prj = sim.Projection(source, a.slice(1).plus(b), sim.AllToAllConnector(), {
    synapseType: sim.StaticSynapse({ weight: sim.IndexBasedExpression((_, j) => 0.1 * (j + 1)) }),
    receptorType: "excitatory",
  });
  const weights = (await prj.get("weight")).map((row) => Number(row[2]?.toFixed(9)));
  expect(weights).toEqual([0.1, 0.2, 0.3]);
  a.plus(b).record("v");
  await sim.run(3);
  const [v] = a.plus(b).getData().segments[0]?.filter({ name: "v" }) ?? [];
  const last = [0, 1, 2, 3].map((k) => v?.column(k).at(-1) as number);
  expect(last[0]).toBe(-65);
  expect(last.slice(1).every((value) => value > -65)).toBe(true);
});
