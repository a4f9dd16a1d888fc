import { basename, dirname } from "node:path";
import { resultFile } from "@spikeloom/interop/hdf5";
import { type Result, RUN_PROFILE, teeSinks } from "@spikeloom/simulate";
import { guardOutputs, pictureStem, refuseOtherPictures } from "../output-guard.ts";
import { writeJson } from "../print/write-json.ts";
import { type ProfileMeasures, profileMeasures } from "../profile/measures.ts";
import { checkResultPath } from "../result-path.ts";
import { makeFolder, type RunFileOptions, runFile } from "../run-file.ts";
import type { PictureTarget } from "../write-pictures.ts";

/** Options of `spikeloom profile`. */
export interface ProfileCommandOptions extends RunFileOptions {
  readonly out?: string;
  /** Whether the result of another run may be overwritten. */
  readonly overwrite?: boolean;
  /** A folder, or false for no picture. */
  readonly plots?: string | boolean;
  readonly draw?: boolean;
}

/** Run a network file and measure; print and draw the time of each part. */
export async function profileCommand(
  file: string,
  options: ProfileCommandOptions,
): Promise<number> {
  const { out, overwrite } = options;
  if (out !== undefined) {
    checkResultPath(out);
    makeFolder(dirname(out));
  }
  const stem = pictureStemOf(file, options);
  if (stem !== undefined && overwrite !== true) refuseOtherPictures(stem);
  // The lock file of the picture is in its folder.
  if (out !== undefined && stem !== undefined) makeFolder(dirname(stem));
  const guard = guardOutputs([
    ...(out === undefined ? [] : [out]),
    ...(stem === undefined ? [] : [stem]),
  ]);
  const results = out === undefined ? [] : [resultFile(out, { isLocked: true, overwrite })];
  const outputs = out === undefined ? [] : [{ path: out, what: "the result" }];
  try {
    // Without a result, there is nothing to keep after a signal.
    const sink = out === undefined ? undefined : teeSinks(guard.sink, ...results);
    const run = await runFile(file, options, { sink, profile: true, outputs });
    const { result, exitCode, inputs } = run;
    const { profile, provenance } = result;
    if (profile === undefined) throw RUN_PROFILE({ place: file, backend: provenance.backend });
    const measures = profileMeasures(result, profile);
    await report(result, { file, options, measures, stem, inputs });
    return exitCode;
  } finally {
    guard.release();
  }
}

/** Path of the picture, without its extension; undefined if none is drawn. */
function pictureStemOf(file: string, { out, plots }: ProfileCommandOptions): string | undefined {
  if (plots === false) return undefined;
  const beside = out === undefined ? "results" : dirname(out);
  return pictureStem(typeof plots === "string" ? plots : beside, out ?? file);
}

interface Report {
  readonly file: string;
  readonly options: ProfileCommandOptions;
  readonly measures: ProfileMeasures;
  /** Of the picture; undefined if none is drawn. */
  readonly stem: string | undefined;
  readonly inputs: readonly string[];
}

async function report(
  result: Result,
  { file, options, measures, stem, inputs }: Report,
): Promise<void> {
  const { out, draw, json, overwrite } = options;
  const title = result.network.name ?? basename(file);
  const pictures =
    stem === undefined ? [] : await drawPicture(measures, title, { stem, inputs, overwrite });
  if (json) {
    const { network, dt, steps, duration, asked, interrupted, spikeHash } = result;
    const run = { name: network.name, dt, steps, duration, asked, interrupted, spikeHash };
    const { summary, provenance } = result;
    writeJson({ file, ...run, profile: measures, summary, provenance, out, pictures });
    return;
  }
  const { profileText } = await import("../profile/text.ts");
  if (draw) {
    const { profileDrawing, profileFigure } = await import("../profile/figure.ts");
    process.stdout.write(`${profileDrawing(profileFigure(measures, title))}\n\n`);
  }
  process.stdout.write(profileText(result, measures, { file, out, pictures }));
}

async function drawPicture(
  measures: ProfileMeasures,
  title: string,
  target: PictureTarget,
): Promise<readonly string[]> {
  makeFolder(dirname(target.stem));
  const [{ profileFigure }, { writeFigures }] = await Promise.all([
    import("../profile/figure.ts"),
    import("../write-pictures.ts"),
  ]);
  return await writeFigures([["profile", profileFigure(measures, title)]], target);
}
