import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { programOf } from "../../../tools/test/prepare-job.ts";
import { clockJob } from "../src/clock-job.ts";
import { type WorkerMode, workerWatch } from "../src/crew/worker-watch.ts";
import { prepare } from "../src/prepare.ts";
import { networks } from "./checkpoint-networks.ts";
import { busy, type Network, stack } from "./simulate.ts";

/** Times of a step in ms on a machine: by all workers, of which the first works for a part, and by the first alone. */
interface Machine {
  readonly workers: number;
  readonly together: number;
  readonly worked: number;
  readonly alone: number;
}

/** Run so many steps, in pieces of some 10 ms; returns the time, and how often the mode changed. */
function timeOn(machineAt: (step: number) => Machine, total: number) {
  const watch = workerWatch(machineAt(0).workers);
  let mode: "together" | "alone" = "together";
  let [time, changes, noticed] = [0, 0, Number.POSITIVE_INFINITY];
  for (let step = 0; step < total; step += 100) {
    const { together, worked, alone } = machineAt(step);
    const elapsed = 100 * (mode === "alone" ? alone : together);
    time += elapsed;
    const next = watch.add({
      steps: 100,
      elapsed,
      worked: mode === "alone" ? elapsed : 100 * worked,
    });
    if (next === mode) continue;
    mode = next;
    changes += 1;
    noticed = Math.min(noticed, time);
  }
  return { time, changes, noticed, mode };
}

describe("workerWatch", () => {
  it.each([
    [2, 1.2],
    [2, 1.5],
    [2, 2],
    [4, 3],
  ])(
    "loses at most a twentieth to one worker if %d workers take %d times as long",
    (workers, ratio) => {
      const machine = { workers, together: 0.1 * ratio, worked: 0.1 / workers, alone: 0.1 };
      const { time, noticed, mode } = timeOn(() => machine, 50_000);
      expect(mode).toBe("alone");
      expect(time / (50_000 * machine.alone)).toBeLessThan(1.05);
      // Not judged: 40 ms at the start.
      expect(noticed).toBeLessThan(200);
    },
  );

  it.each([
    ["is slow in another way", { workers: 2, together: 0.08, worked: 0.035, alone: 0.1 }],
    ["is fast", { workers: 2, together: 0.06, worked: 0.05, alone: 0.1 }],
  ])("loses at most a fiftieth to two workers on a machine that %s", (_, machine) => {
    const { time, mode } = timeOn(() => machine, 100_000);
    expect(mode).toBe("together");
    expect(time / (100_000 * machine.together)).toBeLessThan(1.02);
  });

  it("goes on with all workers when they are fast again, and changes rarely", () => {
    const [slow, fast] = [
      { workers: 2, together: 0.2, worked: 0.05, alone: 0.1 },
      { workers: 2, together: 0.06, worked: 0.05, alone: 0.1 },
    ];
    const { mode, changes } = timeOn((step) => (step < 20_000 ? slow : fast), 200_000);
    expect(mode).toBe("together");
    expect(changes).toBeLessThan(10);
    expect(timeOn(() => slow, 10_000_000).changes).toBeLessThanOrEqual(20);
  });

  it("ignores a single pause", () => {
    const fast = { workers: 2, together: 0.06, worked: 0.05, alone: 0.1 };
    const pause = { ...fast, together: 0.5 };
    const { changes } = timeOn((step) => (step === 5000 ? pause : fast), 20_000);
    expect(changes).toBe(0);
  });
});

/** Run 60 steps in six pieces, each in the given mode from the second on. */
async function outcomeOf(network: Network, workers: number, modes: readonly WorkerMode[] = []) {
  const record = { format: "spikeloom-network", version: 1, ...network } as const;
  const program = programOf(record, { stack, seed: 3 });
  const rows: unknown[] = [];
  const pass = (chunk: object) => void rows.push(structuredClone(chunk));
  const sink = { spikes: pass, samples: pass, synapses: pass, snapshot: pass };
  const options = { precision: "f64", workers, shards: 3 } as const;
  const next = modes.values();
  const watch = { add: () => next.next().value ?? "together" };
  const job = clockJob(program, { stack, options, sink });
  const simulation = await prepare(job, { program, target: "wasm", watch });
  try {
    const counts: unknown[] = [];
    for (let k = 0; k < 6; k++) {
      await simulation.advance(10);
      counts.push(simulation.workers);
    }
    const { parts } = (await simulation.save?.()) ?? {};
    expect(await simulation.areFinite?.("all")).toBe(true);
    return { hash: await simulation.spikeHash(), rows, parts, counts };
  } finally {
    await simulation.close();
  }
}

const [a, t] = ["alone", "together"] as const;
const some = ["segments", "drawn rows", "drives", "all that a rule keeps", "sources"];

describe("a run whose workers are slow", () => {
  it.each([
    ["busy", busy] as const,
    ...Object.entries(networks).filter(([name]) => long || some.includes(name)),
  ])(
    "goes on with one, and with all again, with the same bits: %s",
    async (_, network) => {
      const alone = await outcomeOf(network, 1);
      const found = await outcomeOf(network, 2, [t, a, t, t, a, a]);
      expect(found).toEqual({ ...alone, counts: [2, 1, 2, 2, 1, 1] });
    },
    120_000,
  );

  it("goes on with one of three", async () => {
    const found = await outcomeOf(busy, 3, [a, a, t, t, t, t]);
    expect(found).toEqual({
      ...(await outcomeOf(busy, 1)),
      counts: [1, 1, 3, 3, 3, 3],
    });
  }, 120_000);
});
