import type { LearningRequest, NetworkRecord } from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { defaultStack as stack } from "spikeloom";
import { afterEach, describe, expect, it } from "vitest";
import { makeTrainer, squaredError, type Trainer } from "../src/index.ts";
import { allThreads } from "../src/workers/all-threads.ts";
import { signalBuffer, signals } from "../src/workers/signals.ts";
import { smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

const [lif] = trainedModels as readonly [(typeof trainedModels)[number]];
// So many weights that an update is shared.
const wide = smallNetwork({ ...lif, steps: 6, hidden: 256 });
const batch = smallBatch(70, { steps: 6, rate: 0.5 });
const trainers: Trainer[] = [];

function trainerOf(network: NetworkRecord, more: Partial<LearningRequest>): Trainer {
  const trainer = makeTrainer(smallRequest(network, more));
  trainers.push(trainer);
  return trainer;
}

afterEach(() => {
  for (const trainer of trainers.splice(0)) trainer.close();
});

function errorOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe("a worker that does not find its loss", () => {
  const module = import.meta.url.replace("lost-workers.test.ts", "own-loss.ts");
  const readout = { population: "output", variable: "v" } as const;
  const loss = { ...squaredError, origin: { module, name: "noLoss" } };
  const targets = new Float64Array(70 * 4);

  it("ends all calls of a trainer", () => {
    // So few weights that an update would be done without others.
    const trainer = trainerOf(smallNetwork({ ...lif, steps: 6 }), { workers: 2, loss, readout });
    const before = trainer.save();
    const first = errorOf(() => trainer.differentiate({ ...batch, targets }));
    expect(String(first)).toContain("SL_TRAINING_WORKER at worker 1");
    expect(errorOf(() => trainer.evaluate({ ...batch, targets }))).toBe(first);
    expect(errorOf(() => trainer.update())).toBe(first);
    expect(trainer.save()).toEqual(before);
  });

  it("changes nothing by an update that is requested first", () => {
    const trainer = trainerOf(wide, { workers: 2, loss, readout });
    const { kept, ...saved } = trainer.save();
    // The state of an optimiser changes values, whatever the gradients are.
    trainer.restore({ ...saved, kept: kept.fill(0.01) });
    const before = trainer.save();
    expect(() => trainer.update()).toThrow("SL_TRAINING_WORKER at worker 1");
    expect(trainer.save()).toEqual(before);
  });
});

it("threads of which one is late are stopped, and receive no further commands", () => {
  const shared = signals(1, signalBuffer(1, 0), 20);
  shared.begin(0, true);
  let stopped = 0;
  const all = allThreads(shared, { workers: 1, looks: 10, stop: () => void stopped++ });
  const taken: number[] = [];
  const take = (part: number): void => {
    taken.push(part);
    // The worker takes the other part of this first command, and does not finish it.
    if (taken.length === 1) expect(shared.take(1, 1)).toBe(1);
  };
  const asked = { kind: "learn", parts: 2, bytes: 0 } as const;
  const ask = (): unknown => errorOf(() => all.ask(asked, { take, fail: () => undefined }));
  const first = ask();
  expect(String(first)).toContain("it has not responded for 120 s");
  shared.done();
  expect(ask()).toBe(first);
  expect(errorOf(all.check)).toBe(first);
  expect({ taken, stopped }).toEqual({ taken: [0], stopped: 1 });
});

it("a command with more parts than a ticket has bits for is refused", () => {
  const shared = signals(1, signalBuffer(1, 0));
  const asked = (parts: number) => () => shared.ask({ kind: "update", parts, bytes: 0 });
  expect(asked(16)).not.toThrow();
  expect(asked(17)).toThrow(/SL_TRAINING_WORKER.*16.*17/s);
});

it("a batch of many given populations is described to workers", () => {
  const names = Array.from({ length: 60 }, (_, k) => `input${k}`);
  const { populations, projections, ...rest } = smallNetwork({ ...lif, steps: 6 });
  const [like] = projections ?? [];
  const network = completeNetwork(
    {
      ...rest,
      populations: {
        ...Object.fromEntries(names.map((name) => [name, { model: "spike-array", size: 2 }])),
        output: populations["output"] as NonNullable<(typeof populations)[string]>,
      },
      projections: names.map((from) => {
        return { ...like, name: `${from}->output`, from, to: "output" } as NonNullable<typeof like>;
      }),
    } as NetworkRecord,
    stack,
  );
  const begins = Uint32Array.from({ length: 65 }, (_, k) => k);
  const [steps, neurons] = [1, 2].map((most) =>
    Uint16Array.from({ length: 64 }, (_, k) => k % most),
  );
  const columns = { begins, steps: steps as Uint16Array, neurons: neurons as Uint16Array };
  const inputs = Object.fromEntries(names.map((name) => [name, columns]));
  const targets = Float64Array.from({ length: 64 }, (_, k) => k % 4);
  const [one, two] = [1, 2].map((workers) => {
    const trainer = trainerOf(network, { workers });
    const found = trainer.differentiate({ size: 64, inputs, targets });
    return { found, gradients: trainer.gradients() };
  });
  expect(two).toEqual(one);
});
