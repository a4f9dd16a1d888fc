// Runs many networks in one process and writes their spikes, samples and synapses as bytes for the comparison tests.
// `node --conditions=@spikeloom/source tools/python/run-networks.ts jobs.json`: the file contains a list of jobs;
// the answers are `jobs.json.index` and `jobs.json.bytes` next to it.
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { type NeuronEquations, neuronFromEquations } from "../../packages/equations/src/index.ts";
import { formats } from "../../packages/interop/src/formats/index.ts";
import {
  type BackendRecord,
  bytesSource,
  createStack,
  type NetworkRecord,
  type ProjectionRecord,
  readFormat,
  type Simulation,
  thingOf,
} from "../../packages/kernel/src/index.ts";
import { connectors } from "../../packages/network/src/index.ts";
import { type RunSink, run } from "../../packages/simulate/src/index.ts";
import { clock } from "../../plugins/backend-clock/src/index.ts";
import { integrators } from "../../plugins/integrators/src/index.ts";
import { neurons } from "../../plugins/neurons/src/index.ts";
import { plasticity } from "../../plugins/plasticity/src/index.ts";
import { synapses as synapseModels } from "../../plugins/synapses/src/index.ts";

interface Job {
  /** Without `format` and `version`; its fields override those of the file. */
  readonly network: Omit<NetworkRecord, "format" | "version">;
  /** A file of another format that contains the network. */
  readonly read?: {
    readonly format: string;
    readonly file: string;
    readonly options?: Readonly<Record<string, unknown>>;
  };
  /** Models as text in Brian2's form, which become models of the network. */
  readonly equations?: readonly NeuronEquations[];
  /** Projections whose synapses are stored at the end of the run. */
  readonly synapses?: readonly {
    readonly projection: string;
    readonly variables: readonly string[];
  }[];
}

/** Position of an array in the file of bytes, and its type. */
interface Entry {
  readonly job: number;
  /** Index in the network's `record` or `recordSynapses`, or in the job's `synapses`. */
  readonly recorder: number;
  readonly what: string;
  readonly kind: "int32" | "uint32" | "float64";
  readonly offset: number;
  readonly length: number;
}

/** Takes an array with its origin. */
type Keep = (
  place: Pick<Entry, "job" | "recorder" | "what">,
  values: Int32Array | Uint32Array | Float64Array,
) => void;

const stack = createStack({
  plugins: [...[...neurons, ...synapseModels, ...plasticity], ...[...integrators, ...connectors]],
});

async function runJobs(file: string): Promise<void> {
  const jobs = JSON.parse(readFileSync(file, "utf8")) as readonly Job[];
  const bytes = openSync(`${file}.bytes`, "w");
  const entries: Entry[] = [];
  let offset = 0;
  const keep: Keep = (place, values) => {
    writeSync(bytes, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    entries.push({ ...place, kind: kindOf(values), offset, length: values.length });
    offset += values.byteLength;
  };
  for (const [number, job] of jobs.entries()) {
    const { backend, simulation } = watched(clock());
    const sink = sinkOf(job, number, { simulation, keep });
    await run(await networkOf(job), { stack, backend, sink });
  }
  closeSync(bytes);
  writeFileSync(`${file}.index`, JSON.stringify(entries));
}

async function networkOf(job: Job): Promise<NetworkRecord> {
  const written = networkOfJob(job);
  return job.read === undefined ? written : { ...(await networkOfFile(job.read)), ...job.network };
}

async function networkOfFile({
  format,
  file,
  options = {},
}: NonNullable<Job["read"]>): Promise<NetworkRecord> {
  const found = formats.find(({ name }) => name === format);
  if (found === undefined) throw new Error(`There is no format "${format}".`);
  const folder = dirname(file);
  const beside = async (name: string) => bytesSource(name, readFileSync(join(folder, name)));
  const source = bytesSource(file, readFileSync(file));
  return thingOf((await readFormat(found, source, { stack, options, beside })).thing, "network")
    .network;
}

function networkOfJob({ network, equations = [] }: Job): NetworkRecord {
  const models = Object.fromEntries(equations.map((one) => [one.name, neuronFromEquations(one)]));
  const projections = network.projections?.map(withRecords);
  return {
    format: "spikeloom-network",
    version: 1,
    ...network,
    models: { ...network.models, ...models },
    ...(projections && { projections }),
  };
}

/** Replace names by the records of models, if parameters are given with them. */
function withRecords(projection: ProjectionRecord): ProjectionRecord {
  const found = { ...projection };
  for (const kind of ["synapse", "plasticity"] as const) {
    const configured = projection[kind];
    if (typeof configured !== "object" || !("model" in configured)) continue;
    const name: unknown = configured.model;
    if (typeof name !== "string") continue;
    const model = stack.find(kind, name);
    if (model === undefined) throw new Error(`The stack has no "${name}".`);
    Object.assign(found, { [kind]: { ...configured, model } });
  }
  return found;
}

function sinkOf(
  { synapses = [] }: Job,
  job: number,
  { simulation, keep }: { readonly simulation: () => Simulation; readonly keep: Keep },
): RunSink {
  return {
    spikes({ recorder, steps, neurons: fired }) {
      keep({ job, recorder, what: "spike-steps" }, steps);
      keep({ job, recorder, what: "spike-neurons" }, fired);
    },
    samples({ recorder, variable, steps, values }) {
      keep({ job, recorder, what: `steps of ${variable}` }, steps);
      keep({ job, recorder, what: variable }, values);
    },
    snapshot({ recorder, variable, step, values }) {
      keep({ job, recorder, what: `snapshot steps of ${variable}` }, Int32Array.of(step));
      keep({ job, recorder, what: `snapshots of ${variable}` }, values);
    },
    async finish() {
      for (const [recorder, { projection, variables }] of synapses.entries()) {
        const made = simulation();
        for (const [part, values] of Object.entries((await made.synapses?.(projection)) ?? {})) {
          keep({ job, recorder, what: `synapses ${part}` }, values);
        }
        for (const variable of variables) {
          const values = await made.synapseState?.(projection, variable);
          if (values === undefined) throw new Error("The backend does not provide its synapses.");
          keep({ job, recorder, what: `synapses ${variable}` }, values);
        }
      }
    },
  };
}

/** A backend, and the simulation that it has made. */
function watched(backend: BackendRecord): {
  readonly backend: BackendRecord;
  readonly simulation: () => Simulation;
} {
  let made: Simulation | undefined;
  return {
    backend: {
      ...backend,
      async prepare(program, job) {
        made = await backend.prepare(program, job);
        return made;
      },
    },
    simulation() {
      if (made === undefined) throw new Error("There is no simulation yet.");
      return made;
    },
  };
}

function kindOf(values: Int32Array | Uint32Array | Float64Array): Entry["kind"] {
  if (values instanceof Int32Array) return "int32";
  return values instanceof Uint32Array ? "uint32" : "float64";
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Name the file of jobs.");
await runJobs(file);
