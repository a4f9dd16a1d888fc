import { type NetworkRecord, SpikeLoomError, type StimulusRecord } from "@spikeloom/kernel";
import { type Simulated, simulate } from "@spikeloom/simulate";
import { isContinuous } from "./backend-continuous.ts";
import type { Checks, Claim } from "./claim.ts";
import { claimOn, type Task } from "./claim-on-network.ts";
import { head, leaky, sending } from "./try-networks.ts";

/** Requirements for what code does to a network between steps. */
export function betweenClaims(task: Task): readonly Claim[] {
  return [...givenByCode(task), ...changeClaims(task)];
}

/** Allow a backend to refuse an unsupported operation between steps, with its code. */
function orSaysSo(act: (checks: Checks) => Promise<void>): (checks: Checks) => Promise<void> {
  return async (checks) => {
    try {
      await act(checks);
    } catch (fault) {
      if (!(fault instanceof SpikeLoomError) || fault.code !== "SL_STEPPING") throw fault;
    }
  };
}

/** Neurons driven by sources of given spike times. */
function driven(
  convention: string,
  times: readonly (readonly string[])[],
  stimuli: readonly StimulusRecord[] = [],
): NetworkRecord {
  return {
    ...head,
    convention,
    stimuli,
    populations: {
      s: { model: sending, size: 3, times },
      e: { model: leaky, size: 7, initial: { v: { formula: "i * 2*mV" } } },
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
  };
}

type Act = (simulated: Simulated) => Promise<void>;

/** Run for 30 ms, with actions at times in ms; returns the final outcome. */
async function left(network: NetworkRecord, task: Task, acts: readonly (readonly [number, Act])[]) {
  const { stack, backend } = task;
  const simulated = await simulate(network, { stack, backend, seed: 5 });
  try {
    for (const [time, act] of acts) {
      await simulated.advance(`${time - simulated.time} ms`);
      await act(simulated);
    }
    await simulated.advance(`${30 - simulated.time} ms`);
    const { spikeHash, spikeCounts } = await simulated.result();
    return { spikeHash, spikeCounts, v: (await simulated.state("e", "v")).values };
  } finally {
    await simulated.close();
  }
}

function givenByCode(task: Task): readonly Claim[] {
  const send =
    (...neurons: readonly number[]): Act =>
    (simulated) =>
      simulated.sendSpikes("s", neurons);
  const set =
    (value: string): Act =>
    (simulated) =>
      simulated.setInput("e", value);
  const silent = [[], [], []];
  return ["nest", "brian2"].flatMap((convention) => {
    const times = [["1 ms", "4 ms", "12 ms"], ["4 ms"], ["12 ms", "12 ms"]];
    const given = driven(convention, times);
    // Under nest, a given spike is stamped with the end of its step; a sent one arrives in the next.
    // In continuous time, it is sent at once.
    const late = convention === "nest" && !isContinuous(task) ? 0.1 : 0;
    const stimulated = driven(convention, silent, [
      ...[{ kind: "steps", into: "e", times: ["2 ms", "15 ms"], values: ["2.5 nA", "0.8 nA"] }],
    ] as StimulusRecord[]);
    return [
      claimOn(task, given)(
        `treats spikes sent by code like given ones, under ${convention}, if supported`,
        orSaysSo(async ({ same }) => {
          const sent = await left(driven(convention, silent), task, [
            [1 - late, send(0)],
            [4 - late, send(0, 1)],
            // Calls take effect in order, even if not awaited.
            [
              12 - late,
              (one) => Promise.all([send(0)(one), send(2, 2)(one)]).then(() => undefined),
            ],
          ]);
          same("the outcome", sent, await left(given, task, []));
        }),
      ),
      claimOn(task, stimulated)(
        `treats an input set by code like a stimulus, under ${convention}, if supported`,
        orSaysSo(async ({ same }) => {
          const acts = [[2, set("2.5 nA")] as const, [15, set("0.8 nA")] as const];
          const found = await left(driven(convention, silent), task, acts);
          same("the outcome", found, await left(stimulated, task, []));
        }),
      ),
    ];
  });
}

/** Two sources, one of which projects to a neuron without leak. */
function late(weight: string, delay: string, times: readonly string[]): NetworkRecord {
  return {
    ...head,
    convention: "nest",
    populations: {
      s: { model: sending, size: 1, times: [times] },
      e: { model: leaky, size: 1, parameters: { tau: "1e9 ms" } },
    },
    projections: [{ from: "s", to: "e", connector: { kind: "all-to-all" }, weight, delay }],
  };
}

function changeClaims(task: Task): readonly Claim[] {
  const { stack, backend } = task;
  const [before, short] = [
    late("1 mV", "5 ms", ["1 ms", "4 ms"]),
    late("1 mV", "0.5 ms", ["1 ms"]),
  ];
  const follow = async (
    network: NetworkRecord,
    { near }: Checks,
    parts: readonly (string | NetworkRecord | number)[],
  ) => {
    const simulated = await simulate(network, { stack, backend, revisable: true });
    try {
      for (const part of parts) {
        if (typeof part === "string") await simulated.advance(part);
        else if (typeof part === "object") await simulated.revise(part);
        else {
          const [v = Number.NaN] = (await simulated.state("e", "v")).values;
          near(`v at ${simulated.time} ms`, v, { expected: part, within: 1e-6 });
        }
      }
    } finally {
      await simulated.close();
    }
  };
  return [
    claimOn(task, before)(
      "keeps weight and delay of spikes in transit when the network changes, if supported",
      orSaysSo((checks) => {
        // The spike of 1 ms arrives at 6 ms with 1 mV, that of 4 ms at 4.5 ms with 3 mV.
        const after = late("3 mV", "0.5 ms", ["1 ms", "4 ms"]);
        return follow(before, checks, ["2 ms", after, "2.9 ms", 3, "1 ms", 3, "0.2 ms", 4]);
      }),
    ),
    claimOn(task, short)(
      "accepts longer delays and other spike times when the network changes, if supported",
      orSaysSo((checks) => {
        const after = late("2 mV", "20 ms", ["1 ms", "3 ms"]);
        return follow(short, checks, ["1.2 ms", after, "20 ms", 1, "2 ms", 3, "30 ms", 3]);
      }),
    ),
  ];
}
