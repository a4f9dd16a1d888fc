import type { Stack } from "@spikeloom/kernel";
import { conventions } from "@spikeloom/network";
import { exitCodes } from "../exit-codes.ts";
import { type ListedKind, listedKinds } from "../listed-kinds.ts";
import { printSections } from "../print/sections.ts";
import { writeJson } from "../print/write-json.ts";
import { conventionAbout } from "../show/convention-sections.ts";
import { chooseStack, type StackChoice } from "../stack/choose-stack.ts";

type Row = readonly [name: string, about: string];

/** Options of `spikeloom list`. */
export interface ListOptions extends StackChoice {
  readonly kind?: ListedKind | undefined;
  readonly json?: boolean | undefined;
}

/** List the contents of the stack, one line each. */
export async function listCommand({ kind, json, ...choice }: ListOptions): Promise<number> {
  const stack = await chooseStack(undefined, choice);
  const wanted = kind === undefined ? (Object.keys(listedKinds) as readonly ListedKind[]) : [kind];
  const sections = wanted.map((title) => ({ title, rows: rowsOf(title, stack) }));
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

function rowsOf(listed: ListedKind, stack: Stack): readonly Row[] {
  const kind = listedKinds[listed];
  if (kind === "convention") {
    return conventions.map(({ name }) => [name, conventionAbout[name] ?? ""] as const);
  }
  return stack.list(kind).map(({ name, about }) => [name, about] as const);
}
