import type { PluginKind, Stack } from "@spikeloom/kernel";
import { defaultStack } from "../default-stack.ts";
import { exitCodes } from "../exit-codes.ts";
import { printSections } from "../print/sections.ts";
import { writeJson } from "../print/write-json.ts";

/** The words that `spikeloom list` takes. */
type ListedKind = "neurons" | "synapses" | "plasticity" | "connectors" | "integrators" | "backends";

const kinds: Readonly<Record<ListedKind, ShownKind>> = {
  neurons: "neuron",
  synapses: "synapse",
  plasticity: "plasticity",
  connectors: "connector",
  integrators: "integrator",
  backends: "backend",
};

type ShownKind = Exclude<PluginKind, "encoder" | "learning" | "hardware" | "format">;

/** What `spikeloom list` is given. */
export interface ListOptions {
  readonly kind?: ListedKind | undefined;
  readonly json?: boolean | undefined;
}

/** List what the default stack holds, a line each. */
export async function listCommand({ kind, json }: ListOptions): Promise<number> {
  const wanted = kind === undefined ? Object.keys(kinds) : [kind];
  const sections = wanted.map((title) => ({ title, rows: rowsOf(title, defaultStack) }));
  if (json) {
    const entries = sections.map(({ title, rows }) => [
      title,
      rows.map(([name, about]) => ({ name, about })),
    ]);
    writeJson(Object.fromEntries(entries) as object);
  } else {
    const full = sections.filter(({ rows }) => rows.length > 0);
    const text = printSections(full);
    process.stdout.write(text === "" ? `no ${wanted.join(", ")} in this stack\n` : `${text}\n`);
  }
  return exitCodes.fine;
}

function rowsOf(title: string, stack: Stack): readonly (readonly [string, string])[] {
  const kind = kinds[title as ListedKind];
  return stack.list(kind).map(({ name, about }) => [name, about] as const);
}
