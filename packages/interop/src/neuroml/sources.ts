import type { NeuronRecord, PopulationRecord } from "@spikeloom/kernel";
import type { XmlElement } from "../xml/xml-element.ts";
import type { StreamedLists } from "./network/streamed-lists.ts";
import { parametersOf, type Row } from "./rows.ts";

/** A NeuroML spike source and its model here. */
interface SourceTable {
  readonly rows: readonly Row[];
  /** A model of the stack, or a model record. */
  readonly model: string | NeuronRecord;
}

const rate: Row = ["averageRate", "rate", "Hz", "mean rate"];
const website = "https://docs.neuroml.org/Userdocs/Schemas/Inputs.html";

function renewal(
  name: string,
  { about, rows, interval }: { about: string; rows: readonly Row[]; interval: string },
): SourceTable {
  const parameters = rows.map(([, parameter, unit, what]) => [
    parameter,
    { default: `1 ${unit}`, about: what },
  ]);
  const model: NeuronRecord = {
    kind: "neuron",
    contract: 1,
    name,
    about,
    cite: [website],
    parameters: Object.fromEntries(parameters),
    source: { process: "renewal", interval },
  };
  return { rows, model };
}

const tables: ReadonlyMap<string, SourceTable> = new Map(
  Object.entries({
    spikeGenerator: renewal("spike-generator", {
      about: "Spike source with a fixed interval.",
      rows: [["period", "period", "ms", "interval between spikes"]],
      interval: "period",
    }),
    spikeGeneratorRandom: renewal("spike-generator-random", {
      about: "Spike source whose intervals are uniformly distributed.",
      rows: [
        ["maxISI", "most", "ms", "longest interval"],
        ["minISI", "least", "ms", "shortest interval"],
      ],
      interval: "least + (most - least) * rand()",
    }),
    spikeGeneratorPoisson: { rows: [rate], model: "poisson" },
    spikeGeneratorRefPoisson: {
      rows: [rate, ["minimumISI", "tau_refrac", "ms", "shortest interval"]],
      model: "poisson-refractory",
    },
    SpikeSourcePoisson: {
      rows: [
        ["rate", "rate", "Hz", "mean rate"],
        ["start", "start", "ms", "earliest time of a spike"],
        ["duration", "duration", "ms", "duration of activity"],
      ],
      model: "poisson",
    },
  }),
);

/** Read a component that emits spikes by itself; undefined for cells. */
export function readSource(
  component: XmlElement,
  { size, lists }: { readonly size: number; readonly lists: StreamedLists },
): PopulationRecord | undefined {
  if (component.name === "spikeArray") {
    return { model: "spike-array", size, times: spikeTimes(lists.times(component)) };
  }
  const table = tables.get(component.name);
  if (table === undefined) return undefined;
  const rows = Object.entries(parametersOf(table.rows, component));
  const parameters = Object.fromEntries(rows.map(([name, row]) => [name, row.default]));
  return { model: table.model, size, parameters };
}

/** Find the NeuroML source of a model, with its time window if any; undefined for other models. */
export function sourceOf(
  model: NeuronRecord,
  isAlways: boolean,
): { readonly element: string; readonly rows: readonly Row[] } | undefined {
  for (const [element, { model: known, rows }] of tables) {
    const isKnown =
      typeof known === "string"
        ? known === model.name && rows.every(([, name]) => Object.hasOwn(model.parameters, name))
        : JSON.stringify(known.source) === JSON.stringify(model.source);
    // Of two Poisson processes, the one without a time window comes first.
    if (isKnown && (isAlways || rows.some(([, name]) => name === "start") || known !== "poisson")) {
      return { element, rows };
    }
  }
  return undefined;
}

/** Spike times in milliseconds, which a file may list in any order. */
export function spikeTimes(times: Float64Array): NonNullable<PopulationRecord["times"]> {
  return { values: times.toSorted(), unit: "ms" };
}
