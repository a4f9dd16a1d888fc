import { writeNetworkFiles } from "@spikeloom/interop/hdf5";
import type { NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";
import { afterAll, describe, expect, it, vi } from "vitest";
import { loadTrained } from "../src/compare/load-trained.ts";
import { measureTrained, type TrainedMeasures } from "../src/compare/measure-trained.ts";
import { run, defaultStack as stack } from "../src/index.ts";
import { comparedText, differenceOf } from "../src/print/compared.ts";
import { countSpikes, readExamples } from "../src/train/count-spikes.ts";
import { optimiserOf, surrogateOfTask } from "../src/train/known-names.ts";
import { prepareTask } from "../src/train/prepare-task.ts";
import type { TrainingTask } from "../src/train/task.ts";
import { finishTask, learnTask, watchedOf } from "../src/train/train.ts";
import { train } from "../src/train/train-task.ts";
import { outcomeOf, trainingPaths, writeOutcome } from "../src/train/training-files.ts";
import { exampleFile, readExample } from "./first-classifier.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 120_000 });
const place = workplace();
afterAll(() => place.remove());

const file = exampleFile("digits-maps.json");
const [spiking, analog] = [readExample("digits-maps.json"), readExample("digits-maps-analog.json")];

/** The same with few samples and epochs. */
const short = (task: TrainingTask, epochs: number, count = 200): TrainingTask => ({
  ...task,
  epochs,
  data: { ...task.data, train: count, test: 60 },
});

async function trained(task: TrainingTask) {
  const ready = await prepareTask(task, { stack, file });
  return { ready, done: await finishTask(ready, await learnTask(ready, {})) };
}

describe("a convolutional network and its ANN, each by a file", () => {
  const measured: TrainedMeasures[] = [];

  it.each([
    ["maps", spiking],
    ["analog", analog],
  ] as const)("%s learns the digits", async (name, task) => {
    const few = short(task, 6);
    const { ready, done } = await trained({
      ...few,
      batch: 10,
      optimiser: { name: "adam", rate: 0.01 },
      data: { ...few.data, test: 200 },
    });
    // Both are right for more than 0.77 of them; three standard deviations of 200 answers are 0.09.
    expect(done.test.right / done.test.size).toBeGreaterThan(0.68);
    const paths = trainingPaths(place.path(`${name}.json`));
    await writeNetworkFiles(done.network, paths.network);
    writeOutcome(paths.record, outcomeOf(ready, done, paths));
    const found = measureTrained(await loadTrained(paths.network, { stack }));
    expect(found.right.filter(Boolean)).toHaveLength(done.test.right);
    measured.push(found);
  });

  it("can be compared", () => {
    const [one, other] = measured as [TrainedMeasures, TrainedMeasures];
    // 3 × 3 weights of 8 channels at 36 places; 32 windows that take all of the map; 10 outputs.
    const synapses = 9 * 8 * 36 + 32 * 288 + 320;
    expect([one.synapses, other.synapses]).toEqual([synapses, synapses]);
    // Each stateless layer is computed once.
    expect(other).toMatchObject({ dense: synapses, updates: 394, spikes: 0 });
    // Zero values count on neither side.
    expect(other.multiplications).toBeLessThan(0.8 * synapses);
    expect(other.withoutSpikes).toBe(other.multiplications);
    expect(other.activationSparsity).toBeGreaterThan(0.1);
    expect(other.activationSparsity).toBeLessThan(0.9);
    expect(other).toMatchObject({ synaptic: 0, energy: { "Loihi 1": undefined } });
    expect(one).toMatchObject({ multiplications: 0 });
    expect(one.synaptic).toBeGreaterThan(0);
    expect(differenceOf(one, other)?.p).toBeGreaterThan(0);
    expect(comparedText(one, other)).toMatch(/\n {2}effective MACs \(values\) +0 +\d/);
    expect(comparedText(one, one)).not.toMatch(/effective MACs \(values\)/);
  });
});

it("counts the steps that an analog network computes as its time", async () => {
  const network = { ...analog.network, duration: "9 ms" };
  const ready = await prepareTask({ ...short(analog, 1, 64), network }, { stack, file });
  const found = measureTrained({ ...ready, name: "analog" });
  // Four layers, one step each, regardless of earlier steps.
  expect(found).toMatchObject({ duration: 4, updates: 394 });
  // All except the 64 of the input add values to spikes, biases are 0; 320 of them compare with zero.
  const none = { multiplications: 0, divisions: 0, functions: 0 };
  expect(found.neuronOperations).toEqual({ ...none, additions: 330 + 320 });
});

it("an analog network settles at the value that was tested", async () => {
  const { ready, done } = await trained({ ...short(analog, 1, 64), precision: "f64" });
  const best = await ready.begin(done.state.best?.learner ?? done.state.learner);
  const { outputs } = await best.evaluate(ready.test.examples.batch(Uint32Array.of(0)));
  const { recordings } = await run(done.network, { stack });
  const values = recordings.find(({ population }) => population === "output")?.samples?.get("v");
  // The same sums in float64, in another order.
  const last = values?.values.slice(-10) ?? [];
  expect(last).toHaveLength(10);
  for (const [k, one] of outputs.entries()) expect(last[k]).toBeCloseTo(one, 12);
});

it("counts the multiplications of nonzero values, like a simulation", async () => {
  const task = short(analog, 1, 64);
  const { ready, done } = await trained({ ...task, data: { ...task.data, test: 1 } });
  const names = ["input", "maps", "hidden"];
  const record = names.map((population) => ({ population, variables: ["v"] }));
  const { recordings } = await run({ ...done.network, record }, { stack });
  // The settled values are those of the last step.
  const active = names.map((name) => {
    const all = recordings.find(({ population }) => population === name)?.samples?.get("v")?.values;
    const size = analog.network.populations[name]?.size ?? 0;
    return Array.from(all?.slice(-size) ?? [], (value) => (value === 0 ? 0 : 1));
  });
  expect(active.map(({ length }) => length)).toEqual([64, 288, 32]);
  // A kernel of 3 × 3 covers places at the edge once or twice in each direction; there are 8 channels.
  const covers = [1, 2, 3, 3, 3, 3, 2, 1];
  const fanOuts = [
    Array.from({ length: 64 }, (_, k) => 8 * (covers[k >> 3] ?? 0) * (covers[k % 8] ?? 0)),
    new Array<number>(288).fill(32),
    new Array<number>(32).fill(10),
  ];
  const wanted = active.flatMap((own, k) => own.map((one, n) => one * (fanOuts[k]?.[n] ?? 0)));
  const network = withoutStimuli(done.network);
  const found = measureTrained({ ...ready, network, name: "analog" });
  expect(found.multiplications).toBe(wanted.reduce((sum, one) => sum + one, 0));
  const zeros = active
    .slice(1)
    .flat()
    .filter((one) => one === 0);
  expect(found.activationSparsity).toBeCloseTo(zeros.length / 320, 12);
});

/** Values into analog neurons, these into spiking neurons, and spikes into analog ones. */
function hybrid(): TrainingTask {
  const { populations, projections = [] } = analog.network;
  const [window, pooled, last] = projections as readonly [
    ProjectionRecord,
    ProjectionRecord,
    ProjectionRecord,
  ];
  const { synapse: _, ...onward } = last;
  const network = {
    ...analog.network,
    duration: "10 ms",
    populations: { ...populations, hidden: { model: "snntorch-leaky", size: 32 } },
    projections: [window, pooled, { ...onward, receptor: "spikes" }],
  };
  const weights = ["window", "pooled", "last"];
  return {
    ...short(analog, 4),
    network,
    dropout: [],
    trainable: weights.map((projection) => ({ projection, variable: "weight" })),
    readout: { population: "output", variable: "v", reduce: "mean" },
    surrogate: { name: "snntorch/atan" },
  };
}

/** Values as a current, into neurons that have units. */
function asCurrent(): TrainingTask {
  const { populations, projections = [] } = spiking.network;
  const direct = { model: "lif-curr-exp", size: 64 };
  const { encoder: _, ...task } = short(spiking, 2, 64);
  return {
    ...task,
    values: { input: "input.i_inj", amplitude: "0.9 nA" },
    network: {
      ...spiking.network,
      duration: "40 ms",
      populations: { ...populations, input: direct },
      projections,
    },
    trainable: [{ projection: "last", variable: "weight" }],
  };
}

describe("values and spikes in one network, by a file", () => {
  it("an analog encoder in front of neurons that spike learns end to end", async () => {
    const { done } = await trained(hybrid());
    expect(done.test.right / done.test.size).toBeGreaterThan(0.6);
    // Analog layers have no spikes to report.
    expect(Object.keys(done.spikes)).toEqual(["hidden"]);
    expect(done.spikes["hidden"]?.some((count) => count > 0)).toBe(true);
  });

  it.each([
    ["a hybrid", hybrid(), "hidden"],
    ["values as a current", asCurrent(), "input"],
  ])("%s spikes in a run as in the training", async (_, task, population) => {
    const { ready, done } = await trained(short(task, 1, 64));
    const watched = watchedOf(ready, done.network);
    const first = { ...ready.test.examples, size: 1 };
    const counts = countSpikes(
      { ...watched, network: withoutStimuli(done.network) },
      population,
      first,
    );
    const record = [{ population, variables: ["spikes"] }];
    const { recordings } = await run({ ...done.network, record }, { stack });
    const own = new Float64Array(counts.length);
    for (const neuron of recordings[0]?.spikes?.neurons ?? []) own[neuron] = (own[neuron] ?? 0) + 1;
    expect(counts.some((count) => count > 0)).toBe(true);
    expect([...own]).toEqual([...counts]);
  });
});

const withoutStimuli = ({ stimuli: _, ...network }: NetworkRecord): NetworkRecord => network;

describe("options of a file", () => {
  it.each([
    [{ kind: "steps", into: "input", times: ["0 ms"], values: ["5 nA"] }],
    [{ kind: "sine", into: "input", amplitude: "5 nA", frequency: "9 Hz" }],
  ] as const)("keeps every stimulus that samples do not replace: %j", async (stimulus) => {
    const task = asCurrent();
    const network = { ...(task.network as NetworkRecord), stimuli: [stimulus] };
    await expect(train({ ...short(task, 1, 8), network })).rejects.toThrow(
      /SL_NOT_TRAINED.*stimuli.*"input"/s,
    );
  });

  it("changes the result: a penalty, a dropped fraction", async () => {
    const lossOf = async (own: Partial<TrainingTask>) =>
      (await train({ ...short(analog, 1, 64), batch: 16, ...own })).state.history[0]?.loss;
    const plain = { name: "adam", rate: 0.005 };
    const [none, pulled, dropped] = await Promise.all([
      lossOf({ optimiser: plain, dropout: [] }),
      lossOf({ optimiser: { ...plain, l2: 0.1 }, dropout: [] }),
      lossOf({ optimiser: plain, dropout: [{ population: "hidden", share: 0.5 }] }),
    ]);
    expect(new Set([none, pulled, dropped]).size).toBe(3);
    expect(() => optimiserOf({ ...analog, optimiser: { ...plain, l2: -1 } })).toThrow("l2");
  });

  it("normalises over batches, and writes a network without normalisation", async () => {
    const normalise = [
      { population: "maps", channels: 8 },
      { population: "hidden", channels: 32 },
    ];
    const { ready, done } = await trained({ ...short(analog, 2), normalise, dropout: [] });
    expect(done.test.right / done.test.size).toBeGreaterThan(0.6);
    const best = await ready.begin(done.state.best?.learner ?? done.state.learner);
    const all = Uint32Array.from({ length: 60 }, (_, k) => k);
    const { outputs } = await best.evaluate(ready.test.examples.batch(all));
    const watched = watchedOf(ready, done.network);
    const { values } = readExamples(
      { ...watched, network: withoutStimuli(done.network) },
      ...[ready.task.readout, ready.test.examples],
    );
    // In f32, through sums of some hundred numbers.
    for (const [k, one] of outputs.entries()) expect(values[k]).toBeCloseTo(one, 3);
  });

  it("passes gradients through the resets of adaptation if a custom surrogate states none", () => {
    const task = { ...analog, surrogate: { derivative: "1" } };
    expect(surrogateOfTask(task)).toEqual({ derivative: "1", reset: "by-variable" });
    const misspelt = { ...analog, surrogate: { derivative: "1", resets: "detached" } };
    expect(() => surrogateOfTask(misspelt)).toThrow(/surrogate.*"resets".*Did you mean "reset"/s);
  });

  it("passes on how gradients treat rounding", () => {
    const given = { derivative: "1", reset: "detached", rounding: "straight-through" } as const;
    expect(surrogateOfTask({ ...analog, surrogate: given })).toEqual(given);
  });

  it.each([
    ["both", { encoder: { name: "latency-linear", population: "input" } }, /the training.*both/s],
    ["neither", { values: undefined }, /the training.*neither/s],
    ["no input", { values: { input: "input.v" } }, /values\.input.*input\.x_values/s],
    ["no population", { values: { input: "x_values" } }, /values\.input/],
    ["units", { values: { input: "input.x_values", amplitude: "1 nA" } }, /values\.amplitude/],
    ["steps", { values: { input: "input.x_values", steps: 8 } }, /values\.steps/],
    ["a range", { values: { input: "input.x_values", range: [1, 1] } }, /range/],
  ] as const)("is refused: %s", async (_, own, text) => {
    await expect(train({ ...short(analog, 1), ...own } as TrainingTask)).rejects.toThrow(text);
  });

  it("is refused if samples have more values than there are neurons", async () => {
    const { populations, projections = [] } = analog.network;
    const input = { model: "analog-identity", size: 63 };
    const network = {
      ...analog.network,
      populations: { ...populations, input },
      projections: projections.map((one) => ({ ...one, connector: { kind: "all-to-all" } })),
    };
    const task = { ...short(analog, 1), network } as TrainingTask;
    await expect(train(task)).rejects.toThrow(/populations\.input\.size.*64.*63/s);
  });
});
