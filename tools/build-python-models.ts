// Writes what the PyNN backend has to know of each model of the default stack: names, units and defaults.
// `--check` only compares.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { neurons } from "../plugins/neurons/src/index.ts";
import { plasticity } from "../plugins/plasticity/src/index.ts";
import { synapses } from "../plugins/synapses/src/index.ts";

const file = join(import.meta.dirname, "../packages/python/spikeloom/pynn/models.json");

const kept = ["parameters", "state", "receptors", "inputs", "expressions", "outputs"] as const;
const fields = new Set(["default", "unit", "initial", "weightUnit"]);

/** Keep names, units and defaults of a record; of spikes and sources only that they are there. */
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
const text = `${JSON.stringify(table, null, 1)}\n`;
if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== text) {
    console.error("models.json of the PyNN backend is not that of the models: build it anew.");
    process.exitCode = 1;
  }
} else writeFileSync(file, text);
