import { styleText } from "node:util";
import type { FormatRecord } from "@spikeloom/kernel";
import { exitCodes } from "../exit-codes.ts";
import { table } from "../print/table.ts";
import { writeJson } from "../print/write-json.ts";
import { chooseStack, type StackChoice } from "../stack/choose-stack.ts";

/** Options of `spikeloom formats`. */
export interface FormatsCommandOptions extends StackChoice {
  readonly json?: boolean;
}

/** List the formats of the stack, with their contents, directions and possible losses. */
export async function formatsCommand(options: FormatsCommandOptions): Promise<number> {
  const formats = (await chooseStack(undefined, options)).list("format");
  if (options.json === true) writeJson({ formats: formats.map(plainFormat) });
  else process.stdout.write(textOf(formats));
  return exitCodes.fine;
}

function plainFormat(format: FormatRecord): object {
  const { name, about, cite, holds, extensions, marks, options, losses, read, write } = format;
  return {
    name,
    about,
    holds,
    read: read !== undefined,
    write: write !== undefined,
    extensions,
    marks,
    options,
    losses,
    cite,
  };
}

function textOf(formats: readonly FormatRecord[]): string {
  const rows = formats.map(({ name, about, holds, extensions, read, write, losses }) => [
    name,
    holds.join(", "),
    read === undefined ? "" : "read",
    write === undefined ? "" : "written",
    extensions.join(" "),
    lossesText(Object.keys(losses).length),
    about,
  ]);
  const head = ["format", "holds", "", "", "ends", "", "description"];
  const [titles = "", ...lines] = table([head, ...rows]);
  const hint = "spikeloom show FORMAT prints its options and possible losses.";
  return `${[styleText("bold", titles), ...lines].join("\n")}\n\n${hint}\n`;
}

function lossesText(count: number): string {
  if (count === 0) return "loses nothing";
  return `loses ${count} ${count === 1 ? "kind" : "kinds"}`;
}
