import type { PluginKind, Stack } from "@spikeloom/kernel";
import { conventions } from "@spikeloom/network";
import { exitCodes } from "../exit-codes.ts";
import type { ListedKind } from "../listed-kinds.ts";
import { printSections } from "../print/sections.ts";
import { writeJson } from "../print/write-json.ts";
import { conventionAbout } from "../show/convention-sections.ts";
import { chooseStack, type StackChoice } from "../stack/choose-stack.ts";

type Row = readonly [name: string, about: string];

const listings: { readonly [K in ListedKind]: (stack: Stack) => readonly Row[] } = {
  neurons: (stack) => rowsOf("neuron", stack),
  synapses: (stack) => rowsOf("synapse", stack),
  plasticity: (stack) => rowsOf("plasticity", stack),
  connectors: (stack) => rowsOf("connector", stack),
  integrators: (stack) => rowsOf("integrator", stack),
  backends: (stack) => rowsOf("backend", stack),
  formats: (stack) => rowsOf("format", stack),
  conventions: () => conventions.map(({ name }) => [name, conventionAbout[name] ?? ""] as const),
};

/** What `spikeloom list` is given. */
export interface ListOptions extends StackChoice {
  readonly kind?: ListedKind | undefined;
  readonly json?: boolean | undefined;
}

/** List what the stack holds, a line each. */
export async function listCommand({ kind, json, ...choice }: ListOptions): Promise<number> {
  const stack = await chooseStack(undefined, choice);
  const wanted = kind === undefined ? (Object.keys(listings) as readonly ListedKind[]) : [kind];
  const sections = wanted.map((title) => ({ title, rows: listings[title](stack) }));
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

function rowsOf(kind: PluginKind, stack: Stack): readonly Row[] {
  return stack.list(kind).map(({ name, about }) => [name, about] as const);
}
