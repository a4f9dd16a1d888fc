// Writes the data that the PyNN backend needs about each model of the default stack: names, units and defaults,
// and the valid values of parameters of PyNN's cells.
// `--check` only compares.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { boundsOf } from "../packages/pynn/src/map/bounds.ts";
import { type PynnCell, pynnCells } from "../packages/pynn/src/map/cells.ts";
import {
  pointNeuronCell,
  pynnMembranes,
  pynnResponses,
} from "../packages/pynn/src/map/point-neuron.ts";
import { neurons } from "../plugins/neurons/src/index.ts";
import { plasticity } from "../plugins/plasticity/src/index.ts";
import { synapses } from "../plugins/synapses/src/index.ts";
import { readToolArguments } from "./arguments.ts";

const folder = join(import.meta.dirname, "../packages/python/spikeloom/pynn");

const kept = ["parameters", "state", "receptors", "inputs", "expressions", "outputs"] as const;
const fields = new Set(["default", "unit", "initial", "weightUnit"]);

/** Keep names, units and defaults of a record; for spikes and sources, only their presence. */
function outline(record: object): object {
  const made: Record<string, unknown> = {};
  const parts = record as Readonly<Record<string, Record<string, object> | undefined>>;
  for (const part of kept) {
    const entries = Object.entries(parts[part] ?? {});
    if (entries.length > 0) made[part] = Object.fromEntries(entries.map(short));
  }
  if (parts["spike"] !== undefined) made["spike"] = {};
  if (parts["source"] !== undefined) made["source"] = { process: parts["source"]["process"] };
  return made;
}

function short([name, entry]: [string, unknown]): [string, object] {
  if (typeof entry !== "object" || entry === null) return [name, {}];
  return [name, Object.fromEntries(Object.entries(entry).filter(([key]) => fields.has(key)))];
}

function named(records: readonly { readonly name: string }[]): object {
  return Object.fromEntries(records.map((record) => [record.name, outline(record)]));
}

const table = {
  neuron: named(neurons),
  synapse: named(synapses),
  plasticity: named(plasticity),
};

type NeuronModel = (typeof neurons)[number];

function bounded({ parameters }: Pick<PynnCell, "parameters">, model: NeuronModel): object {
  const all = Object.entries(parameters).map(
    ([name, row]) => [name, boundsOf(row, model)] as const,
  );
  return Object.fromEntries(all.filter(([, bounds]) => bounds !== undefined));
}

// Parameters with the same name have the same bounds, whichever membrane or response they belong to.
function pointNeuronBounds(): object {
  const all = Object.entries(pynnMembranes).flatMap(([name, membrane]) =>
    Object.values(pynnResponses).map((response) => {
      const { cell, model } = pointNeuronCell(name, membrane, { receptor: response });
      return bounded(cell, model as NeuronModel);
    }),
  );
  const named = Object.entries(Object.assign({}, ...all) as Record<string, object>);
  return Object.fromEntries(named.map(([name, one]) => [name.replace("receptor.", ""), one]));
}

const modelOf = ({ model }: PynnCell): NeuronModel =>
  neurons.find(({ name }) => name === model) as NeuronModel;
const standard = Object.entries(pynnCells).map(([name, row]) => [name, bounded(row, modelOf(row))]);
const bounds = { ...Object.fromEntries(standard), PointNeuron: pointNeuronBounds() };

const { options } = readToolArguments("tools/build-python-models.ts", "[--check]");
for (const [name, content] of Object.entries({ "models.json": table, "bounds.json": bounds })) {
  const text = `${JSON.stringify(content, null, 1)}\n`;
  const file = join(folder, name);
  if (!options.has("--check")) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) {
    console.error(`${name} of the PyNN backend differs from that of the models: regenerate it.`);
    process.exitCode = 1;
  }
}
