import { basename } from "node:path";
import { toTerminal } from "@spikeloom/plots";
import { dataFiles } from "../data/data-files.ts";
import { type DataOverview, hasSamples, viewOf } from "../data/data-views.ts";
import { DATA_UNUSED } from "../data/errors.ts";
import { checkDamage, openHeldData } from "../data/held-data.ts";
import type { HeldData } from "../data/held-kinds.ts";
import { shadeText } from "../data/shades.ts";
import { writePicture } from "../data/write-picture.ts";
import { FILE_WRITE } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { printSections } from "../print/sections.ts";
import { writeJson } from "../print/write-json.ts";

/** Options of `spikeloom data show`. */
export interface DataShowOptions {
  /** Handling of damage in event files. */
  readonly damage?: "refuse" | "keep";
  /** Conversion of colours to grey. */
  readonly grey?: "bt601" | "bt709";
  /** Treats transparent pixels as opaque. */
  readonly alpha?: "ignore";
  readonly sample?: number;
  /** Path of the picture. */
  readonly out?: string;
  /** Whether an existing file is replaced, whatever it contains. */
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/** Describe the contents of a data file, and draw them. */
export async function dataShowCommand(file: string, options: DataShowOptions): Promise<number> {
  const { sample = 0, out, json } = options;
  const data = await openHeldData(file, options);
  try {
    checkDamage(data, file, options.damage);
    if (options.sample !== undefined && !hasSamples(data)) {
      const expected = `no --sample: ${data.format} contains only what is shown`;
      throw DATA_UNUSED({ file, option: "--sample", expected, got: `--sample ${sample}` });
    }
    const view = viewOf(data, { file: basename(file), sample });
    if (out !== undefined) {
      if (view.figure === undefined) {
        throw FILE_WRITE({ file: out, reason: "this file contains nothing to plot" });
      }
      await writePicture(out, view.figure, {
        inputs: dataFiles(file),
        overwrite: options.overwrite,
      });
    }
    if (json === true) writeJson({ file, ...plainView(view), ...(out && { written: out }) });
    else process.stdout.write(textOf(file, view, out));
  } finally {
    closeData(data);
  }
  return exitCodes.fine;
}

function closeData(data: HeldData): void {
  if (data.kind === "spikes") data.held.close();
}

function plainView({ rows, further = [] }: DataOverview): object {
  const sections = further.map(({ title, rows: lines }) => [title, lines] as const);
  return { ...Object.fromEntries(rows), ...Object.fromEntries(sections) };
}

function textOf(
  file: string,
  { rows, further = [], figure, grid }: DataOverview,
  out?: string,
): string {
  const parts = [printSections([{ title: file, rows }, ...further])];
  const columns = Math.min(100, process.stdout.columns ?? 80);
  if (out !== undefined) parts.push(`wrote  ${out}`);
  else if (grid !== undefined) parts.push(shadeText(grid, Math.min(columns, 80)));
  else if (figure !== undefined) parts.push(toTerminal(figure, { columns, rows: 20 }));
  return `${parts.join("\n\n")}\n`;
}
