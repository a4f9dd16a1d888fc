import type { NetworkRecord, StimulusRecord } from "@spikeloom/kernel";
import { run, simulate } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { event as backend } from "../src/index.ts";

const head = { format: "spikeloom-network", version: 1, dt: "0.1 ms" } as const;

/** A leaky neuron that never spikes (tau = 20 ms, R = 20 Mohm), in currents that change all the time. */
function driven(size: number, ...stimuli: readonly StimulusRecord[]): NetworkRecord {
  return {
    ...head,
    populations: {
      n: {
        model: "lif-delta",
        size,
        parameters: { tau_m: "20 ms", c_m: "1000 pF", v_rest: "0 mV", v_threshold: "1e6 mV" },
        initial: { v: "0 mV" },
      } as never,
    },
    stimuli,
    record: [{ population: "n", variables: ["v"], every: "1 ms" }],
  };
}

async function potentials(network: NetworkRecord) {
  const { recordings } = await run(network, { stack, backend, for: "80 ms" });
  const { times = [], values = [] } = recordings[0]?.samples.get("v") ?? {};
  return { times: [...times], values: [...values] };
}

it("integrates a sine from its start to its end, of a selection of neurons", async () => {
  const [start, stop, turn] = [3.33, 61.7, (2 * Math.PI * 40) / 1000];
  const { times, values } = await potentials(
    driven(2, {
      kind: "sine",
      into: "n",
      neurons: { from: 1 },
      amplitude: "500 pA",
      offset: "100 pA",
      frequency: "40 Hz",
      start: `${start} ms`,
      stop: `${stop} ms`,
    } as never),
  );
  // v' = -v / 20 + (100 + 500 sin(w s)) / 1000, in mV and ms.
  const within = (s: number): number => {
    const scale = 0.5 / (1 / 400 + turn ** 2);
    const wave = Math.sin(turn * s) / 20 - turn * Math.cos(turn * s) + turn * Math.exp(-s / 20);
    return 2 * (1 - Math.exp(-s / 20)) + scale * wave;
  };
  for (const [row, time] of times.entries()) {
    const expected =
      time < start
        ? 0
        : time < stop
          ? within(time - start)
          : within(stop - start) * Math.exp((stop - time) / 20);
    expect(values[2 * row]).toBe(0);
    expect(Math.abs((values[2 * row + 1] as number) - expected)).toBeLessThan(1e-9);
  }
});

it("integrates a formula of t for each neuron, beside a current that is constant between its changes", async () => {
  const { times, values } = await potentials(
    driven(3, { kind: "formula", into: "n", value: "(1 + i) * 2*pA * t / ms" } as never, {
      kind: "steps",
      into: "n",
      times: ["0 ms", "25 ms"],
      values: ["40 pA", "0 pA"],
    }),
  );
  const constant = (time: number): number => 0.8 * (1 - Math.exp(-time / 20));
  for (const [row, time] of times.entries()) {
    const steady = time < 25 ? constant(time) : constant(25) * Math.exp((25 - time) / 20);
    for (let n = 0; n < 3; n++) {
      const ramp = 0.002 * (1 + n) * 20 * (time - 20 * (1 - Math.exp(-time / 20)));
      expect(Math.abs((values[3 * row + n] as number) - ramp - steady)).toBeLessThan(1e-9);
    }
  }
});

it("does not step over a pulse of a formula", async () => {
  const { times, values } = await potentials(
    driven(1, {
      kind: "formula",
      into: "n",
      value: "where(t >= 50.05*ms and t < 50.25*ms, 1*nA, 0*nA)",
    } as never),
  );
  const peak = 20 * (1 - Math.exp(-0.2 / 20));
  expect(
    Math.abs((values[times.indexOf(51)] as number) - peak * Math.exp((50.25 - 51) / 20)),
  ).toBeLessThan(1e-9);
});

it("gives spike times that those in steps approach in proportion to dt, and the same in pieces", async () => {
  const network = (dt: string): NetworkRecord => ({
    ...head,
    dt,
    populations: { n: { model: "lif-curr-exp", size: 20 } },
    stimuli: [
      {
        kind: "sine",
        into: "n",
        amplitude: "1 nA",
        offset: "0.5 nA",
        frequency: "23 Hz",
      } as never,
      { kind: "formula", into: "n", value: "i * 0.01*nA * t / (100*ms)" } as never,
    ],
    record: [{ population: "n", variables: ["spikes"] }],
  });
  const clock = stack.list("backend").find(({ name }) => name === "clock") as typeof backend;
  const timesOf = async (dt: string, on: typeof backend) => {
    const { recordings, spikeHash } = await run(network(dt), { stack, backend: on, for: "120 ms" });
    const { neurons = [], times = [] } = recordings[0]?.spikes ?? {};
    const own = Array.from({ length: 20 }, (_, n) => [...times].filter((_, k) => neurons[k] === n));
    return { own, spikeHash };
  };
  const exact = await timesOf("0.1 ms", backend);
  expect(exact.own.flat().length).toBeGreaterThan(60);
  const errors: number[] = [];
  for (const dt of ["0.1 ms", "0.025 ms"]) {
    const steps = await timesOf(dt, clock);
    const differences = steps.own.flatMap((all, n) => {
      const other = exact.own[n] ?? [];
      // One spike more or less at the end.
      expect(Math.abs(all.length - other.length)).toBeLessThan(2);
      return all.slice(0, other.length).map((time, k) => Math.abs(time - (other[k] as number)));
    });
    // The median: a spike more or less in a period moves all later ones.
    errors.push(differences.toSorted((a, b) => a - b)[Math.floor(differences.length / 2)] ?? 0);
  }
  const [coarse = 0, fine = 0] = errors;
  expect(coarse / fine).toBeGreaterThan(3);
  expect(coarse / fine).toBeLessThan(5.3);

  const pieces = await simulate(network("0.1 ms"), { stack, backend });
  await pieces.advance("41.7 ms");
  await pieces.state("n", "v");
  const saved = await pieces.save();
  await pieces.advance("78.3 ms");
  expect((await pieces.result()).spikeHash).toBe(exact.spikeHash);
  await pieces.restore(saved);
  await pieces.advance("78.3 ms");
  expect((await pieces.result()).spikeHash).toBe(exact.spikeHash);
});
