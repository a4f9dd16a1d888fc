import { basename, dirname, extname, join } from "node:path";
import { resultFile } from "@spikeloom/interop/hdf5";
import type { Figure } from "@spikeloom/plots";
import { type Result, RUN_PROFILE } from "@spikeloom/simulate";
import { writeJson } from "../print/write-json.ts";
import { type ProfileMeasures, profileMeasures } from "../profile/measures.ts";
import { makeFolder, type RunFileOptions, runFile } from "../run-file.ts";

/** What `spikeloom profile` is given. */
export interface ProfileCommandOptions extends RunFileOptions {
  readonly out?: string;
  /** A folder, or false for no picture. */
  readonly plots?: string | boolean;
  readonly draw?: boolean;
}

/** Run a network file and measure; print and draw where the time went. */
export async function profileCommand(
  file: string,
  options: ProfileCommandOptions,
): Promise<number> {
  const { out } = options;
  if (out !== undefined) makeFolder(dirname(out));
  const sink = out === undefined ? undefined : resultFile(out);
  const { result, exitCode } = await runFile(file, options, { sink, profile: true });
  const { profile, provenance } = result;
  if (profile === undefined) throw RUN_PROFILE({ place: file, backend: provenance.backend });
  await report(result, { file, options, measures: profileMeasures(result, profile) });
  return exitCode;
}

interface Report {
  readonly file: string;
  readonly options: ProfileCommandOptions;
  readonly measures: ProfileMeasures;
}

async function report(result: Result, { file, options, measures }: Report): Promise<void> {
  const { out, draw, json } = options;
  const { profileFigure, profileDrawing } = await import("../profile/figure.ts");
  const figure = profileFigure(measures, result.network.name ?? basename(file));
  const pictures = options.plots === false ? [] : await drawPicture(figure, file, options);
  if (json) {
    const { network, dt, steps, duration, asked, interrupted, spikeHash } = result;
    const run = { name: network.name, dt, steps, duration, asked, interrupted, spikeHash };
    const { summary, provenance } = result;
    writeJson({ file, ...run, profile: measures, summary, provenance, out, pictures });
    return;
  }
  const { profileText } = await import("../profile/text.ts");
  if (draw) process.stdout.write(`${profileDrawing(figure)}\n\n`);
  process.stdout.write(profileText(result, measures, { file, out, pictures }));
}

async function drawPicture(
  figure: Figure,
  file: string,
  { out, plots }: ProfileCommandOptions,
): Promise<readonly string[]> {
  const beside = out === undefined ? "results" : dirname(out);
  const folder = typeof plots === "string" ? plots : beside;
  makeFolder(folder);
  const { writeFigure } = await import("../write-pictures.ts");
  return await writeFigure(figure, join(folder, `${basename(file, extname(file))}-profile`));
}
