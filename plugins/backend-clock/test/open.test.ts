import type { Simulation } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { networks } from "./checkpoint-networks.ts";
import { type PieceOptions, prepareFrom } from "./resume.ts";
import { leaky, type Network, source } from "./simulate.ts";

const size = 7;

/** Neurons that are driven by sources of given times and by a current. */
function network(times: readonly (readonly string[])[], more: Partial<Network> = {}): Network {
  return {
    convention: "brian2",
    populations: {
      s: { model: source, size: times.length, times },
      e: { model: leaky, size, initial: { v: { formula: "i * 2*mV" } } },
    },
    projections: [
      {
        from: "s",
        to: "e",
        connector: { kind: "all-to-all" },
        weight: { formula: "(1 + i) * 5*mV" },
        delay: { formula: "(0.3 + 0.1 * (j % 3)) * ms" },
      },
    ],
    ...more,
  };
}

type Act = (simulation: Simulation) => Promise<void> | undefined;

/** Run to a step, with calls to the simulation on the way; returns the final state. */
async function runWith(
  given: Network,
  acts: Readonly<Record<number, Act>>,
  options: PieceOptions = {},
) {
  const simulation = await prepareFrom(given, options);
  for (const [step, act] of Object.entries(acts)) {
    await simulation.advance(Number(step) - simulation.step);
    await act(simulation);
  }
  await simulation.advance(300 - simulation.step);
  const left = {
    hash: await simulation.spikeHash(),
    v: await simulation.state("e", "v"),
    count: await simulation.spikeCount("e"),
  };
  await simulation.close();
  return left;
}

const ways: readonly PieceOptions[] = [
  { open: true, shards: 1 },
  { open: true, shards: 3 },
  { open: true, shards: 3, workers: 2 },
  { open: true, shards: 2, target: "js", precision: "f64" },
];

describe("spikes sent by code", () => {
  it.each(ways)("act as given spike times: %o", async (options) => {
    // In steps of 0.1 ms; the spike at 4 ms is one of the given times.
    const whole = await runWith(
      network([["1 ms", "4 ms", "12 ms"], ["4 ms"], ["12 ms", "12 ms"]], {
        convention: "brian2",
      }),
      {},
    );
    const sent = await runWith(
      network([["4 ms"], [], []]),
      {
        10: (simulation) => simulation.sendSpikes?.("s", Uint32Array.of(0)),
        40: (simulation) => simulation.sendSpikes?.("s", Uint32Array.of(1)),
        // Calls act in order, even if the previous one is not awaited.
        120(simulation) {
          void simulation.sendSpikes?.("s", Uint32Array.of(2, 2));
          return simulation.sendSpikes?.("s", Uint32Array.of(0));
        },
      },
      options,
    );
    expect(sent).toEqual(whole);
    expect(whole.count).toBeGreaterThan(3);
  });

  it.each<readonly [string, Act, string]>([
    ["SL_SENT_SPIKES", (simulation) => simulation.sendSpikes?.("e", Uint32Array.of(0)), "itself"],
    ["SL_SENT_SPIKES", (simulation) => simulation.sendSpikes?.("s", Uint32Array.of(3)), "0 to 2"],
    [
      "SL_SENT_SPIKES",
      (simulation) => simulation.sendSpikes?.("s", Uint32Array.of(2, 1)),
      "ascend",
    ],
    [
      "SL_SENT_SPIKES",
      (simulation) => simulation.sendSpikes?.("s", new Uint32Array(71)),
      "at most",
    ],
    ["SL_NOT_RECORDED", (simulation) => simulation.sendSpikes?.("x", Uint32Array.of(0)), '"x"'],
  ])("are refused with %s if they are invalid", async (code, act, text) => {
    const simulation = await prepareFrom(network([["1 ms"], [], []]), { open: true });
    await expect(act(simulation)).rejects.toThrow(code);
    await expect(act(simulation)).rejects.toThrow(text);
    await simulation.close();
  });
});

describe("an input set by code", () => {
  const stimulus = {
    kind: "steps",
    into: "e",
    times: ["2 ms", "15 ms"],
    values: ["2.5 nA", "0.8 nA"],
  } as const;
  const both: Act[] = [2500, 800].map(
    (value) => (simulation) =>
      simulation.setInput?.("e", "i_inj", new Float64Array(size).fill(value)),
  );
  const [first, second] = both as [Act, Act];

  it.each([
    ["brian2", 0],
    ["nest", 0],
    // Stimuli are read at the end of a step.
    ["nengo", -1],
  ] as const)("acts as a stimulus from the next step on under %s", async (convention, later) => {
    const stimulated = await runWith(
      network([[]], { convention, stimuli: [stimulus] }),
      {},
      { shards: 1 },
    );
    for (const options of ways) {
      const acts = { [20 + later]: first, [150 + later]: second };
      expect(await runWith(network([[]], { convention }), acts, options)).toEqual(stimulated);
    }
    expect(stimulated.count).toBeGreaterThan(3);
  });

  it("is added to the stimuli, individually for each neuron", async () => {
    const ramp = { kind: "formula", into: "e", value: "i * 0.25*nA" } as const;
    const noise = { kind: "noise", into: "e", mean: "0.5 nA", sd: "0.25 nA" } as const;
    const summed = await runWith(network([[]], { stimuli: [noise, ramp] }), {}, {});
    const values = Float64Array.from({ length: size }, (_, i) => 250 * i);
    const set: Act = (simulation) => simulation.setInput?.("e", "i_inj", values);
    for (const options of ways) {
      const seen = await runWith(network([[]], { stimuli: [noise] }), { 0: set }, options);
      expect(seen).toEqual(summed);
    }
  });

  it.each<readonly [string, Act]>([
    ['no input "x"', (one) => one.setInput?.("e", "x", new Float64Array(size))],
    ["Expected 7 values, got 3", (one) => one.setInput?.("e", "i_inj", new Float64Array(3))],
    ['no population "x"', (one) => one.setInput?.("x", "i_inj", new Float64Array(size))],
    ['no state variable "tau"', (one) => one.setState?.("e", "tau", new Float64Array(size))],
  ])("is refused: %s", async (text, act) => {
    const simulation = await prepareFrom(network([[]]), { open: true });
    await expect(act(simulation)).rejects.toThrow(text);
    await simulation.close();
  });
});

describe("an open job", () => {
  it.each(["segments", "sources", "currents", "numbers in equations", "no delay"])(
    "runs with %s like one that is not",
    async (name) => {
      const given = networks[name] as Network;
      const closed = await runWith(given, {});
      expect(await runWith(given, {}, { open: true, shards: 2 })).toEqual(closed);
    },
  );

  it("is required for calls that need one", async () => {
    const simulation = await prepareFrom(network([[]]));
    const input = simulation.setInput?.("e", "i_inj", new Float64Array(size));
    await expect(input).rejects.toThrow("SL_INPUT_CLOSED");
    const sent = simulation.sendSpikes?.("s", Uint32Array.of(0));
    await expect(sent).rejects.toThrow("SL_INPUT_CLOSED");
    await simulation.close();
  });
});
