import {
  type BackendRecord,
  faultOfPlugin,
  PLUGIN_RETURN,
  type PreparationProgress,
  printReturn,
  type RecordingSink,
  type SimulationJob,
  type SpikeChunk,
  type SpikeLoomError,
} from "@spikeloom/kernel";
import {
  inPieces,
  lowerNetwork,
  type NetworkLowering,
  type NetworkProgram,
} from "@spikeloom/program";
import { alignedSink } from "./aligned-sink.ts";
import { checkedSimulation, type PreparedSimulation } from "./checked-simulation.ts";
import { type SampleWatch, watchSamples } from "./finite/sample-watch.ts";
import { type RecordingWatch, type Wrong, watchRecording } from "./recording-watch.ts";
import { timesOfSpikes } from "./run-length.ts";

const beginning: PreparationProgress = { phase: "count", synapses: 0, expected: 0 };

/** Lower a network and let a backend prepare its program; violations of specs/plugins.md are refused. */
export async function prepareOn(
  backend: BackendRecord,
  lowering: NetworkLowering,
  job: Omit<SimulationJob, "stack">,
): Promise<PreparedSimulation> {
  const { watch, state } = job;
  // A continued simulation is as revisable as the one it continues.
  const open = state === undefined ? lowering.open : state.header["open"] === 1;
  const lowered = lowerNetwork({ ...lowering, open });
  const program = await inPieces(lowered, () => watch?.turn(beginning));
  return await prepareProgram(backend, program, { ...job, stack: lowering.stack });
}

/** Let a backend prepare a program; violations of specs/plugins.md are refused. */
export async function prepareProgram(
  backend: BackendRecord,
  program: NetworkProgram,
  job: SimulationJob,
): Promise<PreparedSimulation> {
  const place = `backend "${backend.name}"`;
  const wrong = (what: string, expected: string, value: unknown): SpikeLoomError =>
    PLUGIN_RETURN({ plugin: backend, place, what, expected, got: printReturn(value) });
  const recorded = watchSamples(program);
  const recording = watchRecording(program, wrong);
  let simulation: unknown;
  const { sink: own, isOfSink } = rememberFaults(alignedSink(job.sink, program));
  try {
    const isContinuous = backend.time === "continuous";
    const sink = checkedSink(own, { program, isContinuous, wrong, recorded, recording });
    simulation = await backend.prepare(program, { ...job, sink });
  } catch (fault) {
    throw faultOfPlugin(backend, place, fault);
  }
  return checkedSimulation(simulation, { backend, program, wrong, recorded, recording, isOfSink });
}

/** Distinguish errors of a sink from those of a backend: an advance rethrows the former unchanged. */
function rememberFaults(sink: RecordingSink): {
  readonly sink: RecordingSink;
  readonly isOfSink: (fault: unknown) => boolean;
} {
  const faults = new Set<unknown>();
  const remembered = <Chunk>(take: (chunk: Chunk) => void): ((chunk: Chunk) => void) => {
    return (chunk) => {
      try {
        take(chunk);
      } catch (fault) {
        faults.add(fault);
        throw fault;
      }
    };
  };
  return {
    isOfSink: (fault) => faults.has(fault),
    sink: {
      spikes: remembered((chunk) => sink.spikes(chunk)),
      samples: remembered((chunk) => sink.samples(chunk)),
      ...(sink.synapses && { synapses: remembered((chunk) => sink.synapses?.(chunk)) }),
      ...(sink.snapshot && { snapshot: remembered((chunk) => sink.snapshot?.(chunk)) }),
    },
  };
}

/** Pass on chunks whose recorder and neurons exist. */
function checkedSink(
  sink: RecordingSink,
  {
    program: { recorders, populations, dt },
    isContinuous,
    wrong,
    recorded,
    recording,
  }: {
    readonly program: NetworkProgram;
    readonly isContinuous: boolean;
    readonly wrong: Wrong;
    readonly recorded: SampleWatch;
    readonly recording: RecordingWatch;
  },
): RecordingSink {
  const sizes = recorders.map(({ population }) => populations.get(population)?.size ?? 0);
  const sizeOf = (recorder: number): number => {
    const size = sizes[recorder];
    if (size !== undefined) return size;
    throw wrong("a recorder's number", `a whole number below ${sizes.length}`, recorder);
  };
  return {
    ...sink,
    spikes(chunk) {
      const size = sizeOf(chunk.recorder);
      const { steps, neurons } = chunk;
      checkSteps(steps, wrong);
      if (!(neurons instanceof Uint32Array) || neurons.length !== steps.length) {
        throw wrong("neurons of spikes", `a Uint32Array of ${steps.length}`, neurons);
      }
      for (let k = 0; k < neurons.length; k++) {
        if ((neurons[k] as number) < size) continue;
        throw wrong("a neuron that spiked", `a whole number below ${size}`, neurons[k]);
      }
      checkOffsets(chunk, { dt, isContinuous, wrong });
      recording.stamps(steps);
      sink.spikes(chunk);
    },
    samples(chunk) {
      sizeOf(chunk.recorder);
      const { steps, values } = chunk;
      checkSteps(steps, wrong);
      if (
        !(values instanceof Float64Array) ||
        (steps.length === 0 ? values.length > 0 : values.length % steps.length !== 0)
      ) {
        throw wrong("samples", `a Float64Array, a row for each of ${steps.length} steps`, values);
      }
      recording.stamps(steps);
      recording.samples(chunk);
      recorded.samples(chunk);
      sink.samples(chunk);
    },
  };
}

/** Check that off-grid spikes are ordered by time and close to their stamps. */
function checkOffsets(
  chunk: SpikeChunk,
  {
    dt,
    isContinuous,
    wrong,
  }: { readonly dt: number; readonly isContinuous: boolean; readonly wrong: Wrong },
): void {
  const { steps, offsets } = chunk;
  if (offsets === undefined) return;
  if (!(offsets instanceof Float64Array) || offsets.length !== steps.length) {
    throw wrong("offsets of spikes", `a Float64Array of ${steps.length}`, offsets);
  }
  // In continuous time the stamp is the nearest step, up to rounding.
  const most = isContinuous ? dt * (0.5 + 1e-6) : dt;
  const times = timesOfSpikes(chunk, dt);
  for (let k = 0; k < offsets.length; k++) {
    const offset = offsets[k] as number;
    if (!(Math.abs(offset) < most)) {
      const expected = isContinuous ? "at most half a step" : `within ${dt} ms`;
      throw wrong("an offset of a spike", expected, offset);
    }
    if (k === 0 || (times[k] as number) >= (times[k - 1] as number)) continue;
    throw wrong("times of spikes", "times that do not fall", times[k]);
  }
}

function checkSteps(steps: unknown, wrong: Wrong): void {
  if (!(steps instanceof Int32Array)) throw wrong("steps of a chunk", "an Int32Array", steps);
  for (let k = 1; k < steps.length; k++) {
    if ((steps[k] as number) >= (steps[k - 1] as number)) continue;
    throw wrong("steps of a chunk", "steps that do not fall", steps[k]);
  }
}
