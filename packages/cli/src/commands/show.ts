import { existsSync } from "node:fs";
import { styleText } from "node:util";
import { nearestName, type PluginKind, type RecordOfKind, throwAll } from "@spikeloom/kernel";
import { checkNetwork, estimateMemory } from "@spikeloom/network";
import { defaultStack } from "../default-stack.ts";
import { NOTHING_TO_SHOW } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { loadNetwork } from "../load/load-network.ts";
import { inFile } from "../print/coded.ts";
import { printSections, type Section } from "../print/sections.ts";
import { writeJson } from "../print/write-json.ts";
import { methodOf } from "../show/method-of.ts";
import { networkSections } from "../show/network-sections.ts";
import { neuronSections } from "../show/neuron-sections.ts";
import {
  backendSections,
  connectorSections,
  integratorSections,
  plasticitySections,
  synapseSections,
} from "../show/plugin-sections.ts";

interface ShowOptions {
  readonly json?: boolean;
}

/** Show a plugin of the stack by name, or a network by its file. */
export async function showCommand(name: string, options: ShowOptions): Promise<number> {
  const found = kinds.flatMap((kind) => {
    const record = defaultStack.find(kind, name);
    return record === undefined ? [] : [record];
  });
  if (found.length > 0) return await showRecords(found, options);
  if (existsSync(name) || /[./\\]/.test(name)) return await showNetwork(name, options);
  const names = kinds.flatMap((kind) => defaultStack.list(kind).map((record) => record.name));
  throw NOTHING_TO_SHOW({ name, nearest: nearestName(name, names) });
}

type ShownKind = "neuron" | "synapse" | "plasticity" | "connector" | "integrator" | "backend";
type ShownRecord = RecordOfKind[ShownKind];

const kinds: readonly (ShownKind & PluginKind)[] = [
  "neuron",
  "synapse",
  "plasticity",
  "connector",
  "integrator",
  "backend",
];

const layouts: {
  readonly [K in ShownKind]: (
    record: RecordOfKind[K],
  ) => readonly Section[] | Promise<readonly Section[]>;
} = {
  neuron: async (record) => neuronSections(record, await methodOf(record, defaultStack)),
  synapse: synapseSections,
  plasticity: plasticitySections,
  connector: connectorSections,
  integrator: integratorSections,
  backend: backendSections,
};

async function showRecords(
  records: readonly ShownRecord[],
  { json }: ShowOptions,
): Promise<number> {
  if (json) {
    const plain: unknown = JSON.parse(JSON.stringify(records));
    writeJson(
      Array.isArray(plain) && plain.length === 1 ? (plain[0] as object) : { records: plain },
    );
    return exitCodes.fine;
  }
  for (const record of records) {
    const layOut = layouts[record.kind] as (record: ShownRecord) => Promise<readonly Section[]>;
    const head = `${styleText("bold", record.name)}  (${record.kind})\n${record.about}`;
    process.stdout.write(`${head}\n\n${printSections(await layOut(record))}\n`);
  }
  return exitCodes.fine;
}

async function showNetwork(file: string, { json }: ShowOptions): Promise<number> {
  const network = await loadNetwork(file, {});
  const stack = defaultStack;
  throwAll(checkNetwork(network, { stack }).map((error) => inFile(error, file)));
  if (json) {
    writeJson({ network, estimate: estimateMemory(network, stack) });
    return exitCodes.fine;
  }
  const { name = file, about } = network;
  const head = `${styleText("bold", name)}  (network)${about === undefined ? "" : `\n${about}`}`;
  process.stdout.write(`${head}\n\n${printSections(networkSections(network, stack))}\n`);
  return exitCodes.fine;
}
