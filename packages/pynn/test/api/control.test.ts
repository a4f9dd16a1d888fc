import { describe, expect, it } from "vitest";
import { standardCells } from "../../src/api/cells/standard-cells.ts";
import { onClock } from "./on-clock.ts";

describe("control", () => {
  it("runs for a duration, until a time, and returns the time", async () => {
    const sim = onClock({ timestep: 0.1 });
    sim.Population(1, sim.IF_curr_exp());
    expect([await sim.run(12.7), await sim.runUntil(12.7), await sim.runFor(7.3)]).toEqual([
      12.7, 12.7, 20,
    ]);
    expect([sim.getCurrentTime(), sim.getTimeStep(), sim.numProcesses(), sim.rank()]).toEqual([
      20, 0.1, 1, 0,
    ]);
    await expect(sim.runUntil(5)).rejects.toThrow(/SL_PYNN_TIME.*at least 20 ms, got 5 ms/);
    await expect(sim.run(-1)).rejects.toThrow(/SL_PYNN_TIME/);
    await sim.reset();
    expect(sim.getCurrentTime()).toBe(0);
  });

  it("gives the same results in one run as in two", async () => {
    const traces = await Promise.all(
      [[30], [10, 20]].map(async (times) => {
        const sim = onClock();
        const neurons = sim.Population(1, sim.IF_curr_exp({ i_offset: 1 }));
        neurons.record("v");
        for (const time of times) await sim.run(time);
        return neurons.getData().segments[0]?.analogsignals[0]?.values;
      }),
    );
    expect(traces[0]).toEqual(traces[1]);
  });

  it("ends a run with callbacks on a signal", async () => {
    const sim = onClock();
    sim.Population(1, sim.IF_curr_exp());
    const stop = new AbortController();
    const reached = await sim.run(100, {
      signal: stop.signal,
      callbacks: [
        (time) => {
          if (time >= 10) stop.abort();
          if (time > 50) throw new Error("it goes on");
          return time + 1;
        },
      ],
    });
    expect(reached).toBe(10);
  });

  it("continues after a failed run, and ends after one", async () => {
    const sim = onClock();
    const source = sim.Population(1, sim.SpikeSourcePoisson({ rate: 1e9, start: 5 }));
    source.record("spikes");
    const failing = async (): Promise<number> => {
      await sim.run(4);
      return await sim.run(20);
    };
    await expect(failing()).rejects.toThrow(/SL_SPIKES_PER_STEP/);
    await sim.reset();
    source.set({ rate: 100 });
    await sim.run(100);
    // The recordings of a failed run are undefined.
    expect(source.getData().segments).toHaveLength(1);
    await sim.reset();
    source.set({ rate: 1e9 });
    await expect(failing()).rejects.toThrow(/SL_SPIKES_PER_STEP/);
    await sim.end();
    expect(source.getData().segments).toHaveLength(1);
    await expect(sim.run(1)).rejects.toThrow(/SL_PYNN_ENDED/);
  });

  it("neither resets nor ends while it runs", async () => {
    const sim = onClock();
    const neurons = sim.Population(1, sim.IF_curr_exp());
    neurons.record("v");
    await sim.run(10);
    const calls = [() => sim.reset(), () => sim.end()];
    await sim.run(10, {
      callbacks: [
        async (time) => {
          for (const call of calls) await expect(call()).rejects.toThrow(/SL_PYNN_TIME/);
          return time + 5;
        },
      ],
    });
    expect(neurons.getData().segments).toHaveLength(1);
    await sim.end();
  });

  it("calls back at the requested times, and callbacks may change parameters", async () => {
    const sim = onClock();
    const neurons = sim.Population(1, sim.IF_curr_exp());
    neurons.record("v");
    const [fast, slow]: [number[], number[]] = [[], []];
    await sim.run(10, {
      callbacks: [
        (t) => {
          fast.push(t);
          return t + 2.5;
        },
        async (t) => {
          slow.push(t);
          neurons.set({ i_offset: t >= 5 ? 1 : 0 });
          return t + 5;
        },
      ],
    });
    expect(fast).toEqual([0, 2.5, 5, 7.5, 10]);
    expect(slow).toEqual([0, 5, 10]);
    const v = neurons.getData().segments[0]?.analogsignals[0]?.values;
    expect([v?.[50], (v?.[52] as number) > -65]).toEqual([-65, true]);
  });

  it("refuses settings and runs that contradict each other", async () => {
    expect(() => onClock({ timestep: 0.1, minDelay: 0.05 })).toThrow(/SL_PYNN_TIME at setup/);
    expect(() => onClock({ timestep: 0.1, minDelay: 1, maxDelay: 0.5 })).toThrow(/SL_PYNN_TIME/);
    const sim = onClock();
    sim.Population(1, sim.IF_curr_exp());
    const first = sim.run(1);
    await expect(sim.run(1)).rejects.toThrow(/SL_PYNN_TIME.*is running/);
    await first;
  });

  it("returns the shortest and the longest delay of all connections", () => {
    const sim = onClock({ timestep: 0.1 });
    const neurons = sim.Population(2, sim.IF_curr_exp());
    for (const delay of [0.5, 3]) {
      sim.Projection(neurons, neurons, sim.AllToAllConnector(), {
        synapseType: sim.StaticSynapse({ weight: 0.1, delay }),
      });
    }
    expect([sim.getMinDelay(), sim.getMaxDelay()]).toEqual([0.5, 3]);
  });

  it("lists PyNN's standard models, each with the names of its type", () => {
    const sim = onClock();
    expect(sim.listStandardModels()).toContain("EIF_cond_exp_isfa_ista");
    // The compiler's names and the table's must be the same; a missing name would be refused here.
    sim.GIF_cond_exp({ tau_eta: [1, 10, 100], v_t_star: -48, lambda0: 1, a_gamma: [1, 1, 1] });
    sim.HH_cond_exp({ gbar_Na: 20, gbar_K: 6, v_offset: -63 });
    sim.SpikeSourceInhGamma({ a: [1, 2], b: [1, 1], tbins: [0, 10], start: 0, duration: 1e10 });
    expect(Object.keys(standardCells)).toHaveLength(17);
  });
});

describe("currents", () => {
  it("flow from start to stop, add up, and can be read", async () => {
    const sim = onClock();
    const neurons = sim.Population(2, sim.IF_curr_exp());
    const dc = sim.DCSource({ amplitude: 0.2, start: 2, stop: 4 });
    const step = sim.StepCurrentSource({ times: [1, 3], amplitudes: [0.1, 0] });
    dc.injectInto(neurons.slice(0, 1));
    neurons.inject(step);
    neurons.record("v");
    await sim.run(5);
    const [v] = neurons.getData().segments[0]?.analogsignals ?? [];
    const [first, second] = [v?.column(0), v?.column(1)] as [Float64Array, Float64Array];
    expect(second[10]).toBe(-65);
    expect(second[11]).toBeGreaterThan(-65);
    expect([first[20], (first[21] as number) > (second[21] as number)]).toEqual([second[20], true]);
    const trace = dc.getData();
    expect([
      trace.units,
      trace.shape[0],
      trace.values[19],
      trace.values[20],
      trace.values[40],
    ]).toEqual(["nA", 51, 0, 0.2, 0]);
    expect(dc.get("amplitude")).toBe(0.2);
    dc.set({ amplitude: 0.4, stop: 10 });
    expect(dc.get("stop")).toBe(10);
  });

  it("are refused if they are invalid, with the reason", () => {
    const sim = onClock();
    expect(() => sim.StepCurrentSource({ times: [3, 1], amplitudes: [1, 1] })).toThrow(
      /SL_PYNN_VALUE/,
    );
    expect(() => sim.StepCurrentSource({ times: [-1], amplitudes: [1] })).toThrow(/SL_PYNN_VALUE/);
    expect(() => sim.StepCurrentSource({ times: [1], amplitudes: [] })).toThrow(
      /1 amplitudes, got 0/,
    );
    expect(() => sim.DCSource({ amp: 1 } as never)).toThrow(/SL_PYNN_NAME at DCSource/);
    expect(() => sim.DCSource().injectInto(sim.Population(1, sim.SpikeSourceArray()))).toThrow(
      /does not accept currents/,
    );
  });
});

describe("synapses", () => {
  it("learn", async () => {
    const sim = onClock();
    const pre = sim.Population(1, sim.SpikeSourceArray({ spike_times: [10, 30, 50] }));
    const post = sim.Population(1, sim.IF_curr_exp({ tau_refrac: 2 }));
    const trigger = sim.Population(1, sim.SpikeSourceArray({ spike_times: [15, 35, 55] }));
    sim.Projection(trigger, post, sim.AllToAllConnector(), {
      synapseType: sim.StaticSynapse({ weight: 20, delay: 0.1 }),
    });
    const learning = sim.Projection(pre, post, sim.AllToAllConnector(), {
      synapseType: sim.STDPMechanism({
        timingDependence: sim.SpikePairRule({ A_plus: 0.1, A_minus: 0.05 }),
        weightDependence: sim.AdditiveWeightDependence({ w_max: 0.02 }),
        weight: 0.01,
        delay: 1,
      }),
    });
    expect(await learning.get("A_plus", { withAddress: false })).toEqual([[0.1]]);
    await sim.run(70);
    expect((await learning.get("weight", { withAddress: false }))[0]?.[0]).toBeGreaterThan(0.01);
    await sim.reset();
    expect(await learning.get("weight", { withAddress: false })).toEqual([[0.01]]);
    expect(() =>
      sim.STDPMechanism({
        timingDependence: sim.AdditiveWeightDependence() as never,
        weightDependence: sim.AdditiveWeightDependence(),
      }),
    ).toThrow(/SL_PYNN_VALUE/);
  });

  it("tire", async () => {
    const sim = onClock();
    const pre = sim.Population(1, sim.SpikeSourceArray({ spike_times: [5, 15, 25, 35] }));
    const post = sim.Population(1, sim.IF_cond_exp());
    sim.Projection(pre, post, sim.OneToOneConnector(), {
      synapseType: sim.TsodyksMarkramSynapse({ weight: 0.001, delay: 0.5, U: 0.5, tau_rec: 800 }),
      receptorType: "excitatory",
    });
    post.record("gsyn_exc");
    await sim.run(40);
    const g = post.getData().segments[0]?.analogsignals[0]?.values as Float64Array;
    const jumps = [55, 155, 255, 355].map((k) => (g[k + 1] as number) - (g[k - 1] as number));
    expect(jumps.every((jump, k) => k === 0 || jump < (jumps[k - 1] as number))).toBe(true);
  });
});
