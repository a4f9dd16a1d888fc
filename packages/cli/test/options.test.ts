import { fileURLToPath } from "node:url";
import * as analysis from "@spikeloom/analysis";
import { clock } from "@spikeloom/backend-clock";
import { webgpu } from "@spikeloom/backend-webgpu";
import * as conformance from "@spikeloom/conformance";
import * as data from "@spikeloom/data";
import * as equations from "@spikeloom/equations";
import * as match from "@spikeloom/equations/match";
import { loihi } from "@spikeloom/hardware-loihi";
import { spinnaker } from "@spikeloom/hardware-spinnaker";
import { rancNetwork, truenorth } from "@spikeloom/hardware-truenorth";
import * as interop from "@spikeloom/interop/hdf5";
import * as lems from "@spikeloom/interop/lems";
import * as nir from "@spikeloom/interop/nir";
import * as nwb from "@spikeloom/interop/nwb";
import * as kernel from "@spikeloom/kernel";
import * as mapping from "@spikeloom/mapping";
import * as network from "@spikeloom/network";
import * as plots from "@spikeloom/plots";
import * as program from "@spikeloom/program";
import * as derive from "@spikeloom/program/derive";
import * as simulate from "@spikeloom/simulate";
import * as training from "@spikeloom/training";
import * as objectives from "@spikeloom/training/objectives";
import * as trainingProcessor from "@spikeloom/training/processor";
import { describe, expect, it } from "vitest";
import { optionTakers } from "../../../tools/test/option-takers.ts";
import * as measures from "../src/analysis.ts";
import * as spikeloom from "../src/index.ts";
import * as sweeps from "../src/sweep/index.ts";
import * as trainings from "../src/train/index.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

type Taker = (options: Readonly<Record<string, unknown>>) => unknown;

/** Each package whose functions users call with options; arguments before the options. */
const packages: Readonly<Record<string, object>> = {
  "@spikeloom/analysis": analysis,
  "@spikeloom/backend-clock": { clock },
  "@spikeloom/backend-webgpu": { webgpu },
  "@spikeloom/hardware-loihi": { loihi },
  "@spikeloom/hardware-spinnaker": { spinnaker },
  "@spikeloom/hardware-truenorth": { rancNetwork, truenorth },
  "@spikeloom/conformance": conformance,
  "@spikeloom/data": data,
  "@spikeloom/equations": equations,
  "@spikeloom/equations/match": match,
  "@spikeloom/interop/hdf5": interop,
  "@spikeloom/interop/lems": lems,
  "@spikeloom/interop/nir": nir,
  "@spikeloom/interop/nwb": nwb,
  "@spikeloom/kernel": kernel,
  "@spikeloom/mapping": mapping,
  "@spikeloom/network": network,
  "@spikeloom/plots": plots,
  "@spikeloom/program": program,
  "@spikeloom/program/derive": derive,
  "@spikeloom/simulate": simulate,
  "@spikeloom/training": training,
  "@spikeloom/training/objectives": objectives,
  "@spikeloom/training/processor": trainingProcessor,
  spikeloom,
  "spikeloom/analysis": measures,
  "spikeloom/sweep": sweeps,
  "spikeloom/train": trainings,
};

const least = { format: "spikeloom-network", version: 1, populations: {} };

/** Arguments before the options; none if not listed. */
const before: Readonly<Record<string, readonly unknown[]>> = {
  readLems: [{ name: "a.xml", size: 0, read: () => new Uint8Array() }],
  adjointStep: [{}],
  annealedPlacement: [{}, {}],
  greedyPartition: [{}, {}],
  hypergraphPartition: [{}, {}],
  fitChip: [{}, {}],
  mapNetwork: [{}, {}],
  rancNetwork: [{}],
  programGraph: [{}],
  backendSuite: [{}],
  chipSuite: [{}],
  chooseProcessor: [{}],
  processorTrainer: [{}, {}],
  batches: [1],
  encodedSource: [{}, [1]],
  encodedSamples: [{}, [1]],
  encodedStream: [{}, [1]],
  fit: [least],
  encodedExamples: [{}],
  valueExamples: [{}],
  windowedExamples: [{}],
  l2: [{}],
  largestOfSquares: [],
  makeTrainer: [{}],
  chipTrainer: [{}],
  delayTrainer: [{}],
  searchWeights: [{}],
  eventTrainer: [{}],
  forwardMode: [{ program: {} }, {}, []],
  openEvents: [{}],
  openSet: ["digits"],
  readCsv: [{}],
  readEventFile: ["nowhere.raw"],
  readEvents: [{}],
  readWfdb: ["nowhere.hea"],
  splitSamples: [1],
  surrogate: ["fast-sigmoid"],
  surrogateOf: ["snntorch/atan"],
  toFrames: [{}],
  checkAnywhere: [least],
  checkNetwork: [least],
  coarseSteps: [least],
  connectorSuite: [{}],
  convert: [{ holds: "network", network: least }],
  convertLayers: [[]],
  conventionSuite: [{}],
  correlogram: [[], []],
  countInBins: [new Float64Array(0)],
  distributionOf: [[]],
  distributionPlot: [{ label: "", unit: "", series: [] }],
  dominantFrequency: [{}],
  firingRate: [{}],
  interSpikeIntervals: [{}],
  isiDistance: [[], []],
  linePlot: [[]],
  averageVariation: [[]],
  neuronRates: [{}],
  positionMap: [[]],
  powerSpectrum: [[]],
  rateHistogram: [{}],
  spectrumPlot: [[]],
  spikeDistance: [[], []],
  spikeTrains: [{}],
  timesByNeuron: [{}],
  vanRossumDistance: [[], []],
  victorPurpuraDistance: [[], []],
  checkRun: [least],
  estimateNetwork: [least],
  encoderSuite: [{}],
  formatSuite: [{}],
  formulaInput: ["A"],
  hardwareSuite: [{}],
  inspectFile: ["nowhere.h5"],
  integratorSuite: [{}],
  jacobianStep: [{}],
  learningSuite: [{}],
  isiHistogram: [[]],
  loadFiles: [least],
  matchStandard: [{}, []],
  meanIntervalVariation: [{}],
  modelSuite: [{}],
  neuronFanoFactors: [{}],
  noiseInput: ["A"],
  pairCorrelations: [{}],
  poissonInput: ["A"],
  population: ["lif", 1],
  printProgram: [{}],
  profilePlot: [[]],
  projection: ["A", "A"],
  confusionMatrix: [{ classes: [], labels: [], answers: [] }],
  layerRates: [[]],
  learningCurve: [[]],
  rasterPlot: [[]],
  ratePlot: [[]],
  readableProgram: [{}],
  readCheckpoint: [new Uint8Array(0)],
  readContents: ["nowhere.nir"],
  readNetwork: ["{}"],
  readNetworkFile: ["nowhere.nir"],
  readResult: ["nowhere.h5"],
  record: ["A", ["spikes"]],
  recordSynapses: ["A->A"],
  recordedConnections: [{ synapseRecordings: [] }],
  resultBytes: [{ recordings: [] }],
  resultFile: ["nowhere.h5"],
  readPng: [new Uint8Array(8)],
  readFrames: ["nowhere"],
  readProgram: ["{}"],
  run: [least],
  runProgram: [{}],
  simulate: [least],
  sweep: [least],
  train: [{}],
  sineInput: ["A"],
  spikeCountCorrelation: [{}],
  stepInput: ["A"],
  tangentStep: [{}],
  timeArrayInput: ["A"],
  toPng: ["<svg/>"],
  toTerminal: [{ panels: [] }],
  tracePlot: [[]],
  sweepCurve: [{}, {}],
  sweepMap: [{}, []],
  weightCourse: [[]],
  weightHistogram: [[]],
  weightMatrix: [[]],
  writeNetworkFiles: [least, "nowhere.json"],
  networkFromNir: [{ type: "Input", shape: [1] }],
  nirFromNetwork: [least, {}],
  writeNir: [{ version: "1.0.8", node: { type: "Input", shape: [1] } }],
  withFixedWeights: [{ network: least, synapseRecordings: [] }],
};

/** Functions of one package for another: their arguments come from code that is checked here. */
const inner: ReadonlySet<string> = new Set([
  "@spikeloom/program/events eventForm",
  "@spikeloom/program/events neuronEvents",
  "@spikeloom/program/events smoothNeurons",
  "@spikeloom/program lowerNeuron",
  "@spikeloom/program lowerSynapse",
  "@spikeloom/code/encoder moduleBuilder",
  "@spikeloom/code motionTables",
  "@spikeloom/code overrideRoutine",
  "@spikeloom/code restructure",
  "@spikeloom/code webAssemblyOperations",
  "@spikeloom/code webAssemblyRandomness",
  "@spikeloom/code webAssemblyRoutine",
  "@spikeloom/code/processor wgslDispatch",
  "@spikeloom/code/processor wgslRoutine",
  "@spikeloom/code writeRule",
  "@spikeloom/code writeTuned",
  "@spikeloom/equations parseEquations",
  "@spikeloom/equations readEquations",
  "@spikeloom/equations simplify",
  "@spikeloom/files writeAllWhole",
  "@spikeloom/files writeFolder",
  "@spikeloom/files writePictures",
  "@spikeloom/files writeStreamed",
  "@spikeloom/files writeWhole",
  "@spikeloom/link serveLink",
  "@spikeloom/network checkNetworkInPieces",
  "@spikeloom/network checkOptions",
  "@spikeloom/network gridChanges",
  "@spikeloom/network gridChangesInPieces",
  "@spikeloom/network lowerProjection",
  "@spikeloom/network openConnection",
  "@spikeloom/network planProjection",
  "@spikeloom/network planProjectionInPieces",
  "@spikeloom/network resolvePopulation",
  "@spikeloom/program openProjections",
  "@spikeloom/program openProjectionsInPieces",
  "@spikeloom/simulate checkedProgram",
  "@spikeloom/simulate checkedRun",
  "@spikeloom/simulate planNetwork",
  "@spikeloom/simulate planNetworkInPieces",
  "@spikeloom/simulate/scripts exportScript",
  "@spikeloom/simulate/threads answerCopies",
  "@spikeloom/simulate/threads threadBatch",
  "@spikeloom/sweep arrayScript",
  "@spikeloom/sweep collectRuns",
  "@spikeloom/sweep measureRuns",
  "@spikeloom/sweep runJobs",
  // Called for each neuron.
  "@spikeloom/random stream",
]);

/** Packages that test their options themselves. */
const elsewhere = /^(@spikeloom\/pynn|spikeloom\/pynn|@spikeloom\/reproductions)/;

const takers = optionTakers(root).map(({ name }) => name);
const checked = takers.filter((name) => !inner.has(name) && !elsewhere.test(name));

async function refusal(name: string): Promise<unknown> {
  const [owner = "", called = ""] = name.split(" ");
  const take = (packages[owner] as Readonly<Record<string, unknown>>)[called] as Taker;
  const given = [...(before[called] ?? []), { colr: 1 }] as unknown as Parameters<Taker>;
  try {
    await take(...given);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("options", () => {
  it("are found in every package that has functions with options", () => {
    expect(takers.length).toBeGreaterThan(100);
    for (const name of inner) expect(takers).toContain(name);
  });

  it.each(checked)("of %s are refused if they are unknown", async (name) => {
    const error = await refusal(name);
    expect(error).toBeInstanceOf(kernel.SpikeLoomError);
    const { code, place, expected, got, next } = error as kernel.SpikeLoomError;
    expect(["SL_OPTION", "SL_CONNECTOR_OPTION"]).toContain(code);
    expect([place, expected, got, next].every((part) => part !== undefined && part !== "")).toBe(
      true,
    );
    expect((error as Error).message).toContain('"colr"');
  });

  it("of a run replace step and rules of the network, like those of the command", async () => {
    const given = {
      ...least,
      populations: { A: { model: "lif", size: 1 } },
    } as kernel.NetworkRecord;
    const result = await spikeloom.run(given, { for: "3 ms", dt: "0.5 ms", convention: "brian2" });
    expect(result.dt).toBe(0.5);
    expect(result.network.convention).toMatchObject({ name: "brian2" });
    const sim = await spikeloom.simulate(given, { dt: "0.25 ms", convention: "neuron" });
    expect([sim.dt, sim.network.convention]).toMatchObject([0.25, { name: "neuron" }]);
    await sim.close();
    await expect(spikeloom.run(given, { for: "3 ms", dt: "0 ms" })).rejects.toThrow(
      "SL_TIME at dt",
    );
  });

  it("suggest the intended one", async () => {
    const stack = kernel.createStack({ plugins: [] });
    const given = { stack, backend: clock(), sed: 3 } as unknown as simulate.RunOptions;
    await expect(simulate.run(least as never, given)).rejects.toThrow('Did you mean "seed"?');
    expect(() =>
      equations.neuronFromEquations({ name: "x", equations: "", treshold: "v > 1" } as never),
    ).toThrow('Did you mean "threshold"?');
    expect(() => equations.synapseFromEquations({ name: "x", on_pre: "v += w" } as never)).toThrow(
      'Did you mean "onPre"?',
    );
    for (const value of [null, 3, [], "text"]) {
      expect(() => clock(value as never)).toThrow("SL_OPTION");
    }
  });
});
