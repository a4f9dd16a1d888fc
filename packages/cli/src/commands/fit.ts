import { basename, dirname } from "node:path";
import { checkPictures, type PictureRule, writePictures } from "@spikeloom/files";
import { faultReason, type Stack } from "@spikeloom/kernel";
import { chips } from "@spikeloom/mapping";
import { FILE_WRITE } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import type { MeasuredAccuracy } from "../fit/accuracy.ts";
import type { ChipName } from "../fit/chip-names.ts";
import { fit, type NetworkFit } from "../fit/fit.ts";
import { fitRecord } from "../fit/record.ts";
import { pictureStem, refuseOtherPictures } from "../output-guard.ts";
import { asCoded, inFile } from "../print/coded.ts";
import { type Heartbeat, startHeartbeat } from "../print/heartbeat.ts";
import { writeJson } from "../print/write-json.ts";
import { makeFolder, networkOf, type RunFileOptions, showRun } from "../run-file.ts";
import { chooseStack } from "../stack/choose-stack.ts";

/** Options of `spikeloom fit`. */
export interface FitCommandOptions extends RunFileOptions {
  readonly chip?: readonly ChipName[];
  readonly rate?: Readonly<Record<string, number>>;
  readonly emulate: boolean;
  /** Measures the accuracy of a trained network, on so many test samples if a number is given. */
  readonly accuracy?: boolean | number;
  readonly html?: string;
  /** A folder, or false for no picture. */
  readonly plots?: string | boolean;
  /** Whether files that SpikeLoom has not written may be overwritten. */
  readonly overwrite?: boolean;
}

/** Run a network file, map it onto chips, and print what it costs there. */
export async function fitCommand(file: string, options: FitCommandOptions): Promise<number> {
  const stem = pictureStemOf(file, options);
  const { html, overwrite } = options;
  if (stem !== undefined && overwrite !== true) refuseOtherPictures(stem);
  if (html !== undefined && overwrite !== true) checkPictures([html]);
  const { run, inputs } = await fitFile(file, options);
  const title = run.network.name ?? basename(file);
  const written = await writeReport(run, title, { options, stem, inputs });
  if (options.json === true) writeJson({ file, ...fitRecord(run), written });
  else if (options.quiet !== true) {
    const { fitText } = await import("../print/fit.ts");
    process.stdout.write(fitText(run, { file, written }));
  }
  return exitCodes.fine;
}

/** Path of the picture, without its extension; undefined if none is drawn. */
function pictureStemOf(file: string, { plots }: FitCommandOptions): string | undefined {
  if (plots === false) return undefined;
  return pictureStem(typeof plots === "string" ? plots : "results", file);
}

interface FittedFile {
  readonly run: NetworkFit;
  /** Input files. */
  readonly inputs: readonly string[];
}

async function fitFile(file: string, options: FitCommandOptions): Promise<FittedFile> {
  const stack = await chooseStack(file, options);
  const { network, inputs } = await networkOf(file, stack, options);
  const [{ chooseBackend }, { backendOptionsOf }] = await Promise.all([
    import("../choose-backend.ts"),
    import("../plugin-options.ts"),
  ]);
  const backend = chooseBackend(stack, options);
  const { seed, trial, precision, tier, workers, shards, memory, onDivergence, rate } = options;
  const asked = options.chip;
  const shown = showRun(file, options, false);
  const isTerminal = process.stderr.isTTY === true && options.quiet !== true;
  let heartbeat: Heartbeat | undefined;
  const endHeartbeat = (): void => {
    if (heartbeat !== undefined && isTerminal) process.stderr.write("\r\u001b[K");
    heartbeat?.stop();
    heartbeat = undefined;
  };
  try {
    const run = await fit(network, {
      stack,
      backend,
      backendOptions: backendOptionsOf(backend, options),
      for: options.for,
      seed,
      trial,
      precision,
      tier,
      workers,
      shards,
      memory,
      onDivergence,
      ...shown.watching,
      directory: dirname(file),
      signal: shown.signal,
      chips: asked && chips.filter(({ name }) => asked.some((one) => one === name)),
      rates: rate,
      emulate: options.emulate,
      onStage({ kind, chip, number, of, mapping }) {
        if (kind === "emulate") {
          endHeartbeat();
          return;
        }
        // The thread is busy from here on: the system ends the process at a signal, as nothing is written yet.
        shown.end();
        if (options.quiet === true) return;
        // Over the last line of the run.
        if (heartbeat === undefined && isTerminal) process.stderr.write("\r\u001b[K");
        heartbeat ??= startHeartbeat(isTerminal);
        heartbeat.tell(`mapping onto ${chip}, ${number} of ${of} chips: ${mapping}`);
      },
    });
    const accuracy = await accuracyOf(file, run, { stack, options });
    shown.clear();
    return { run: accuracy === undefined ? run : { ...run, accuracy }, inputs };
  } catch (fault) {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : inFile(coded, file);
  } finally {
    endHeartbeat();
    shown.end();
  }
}

/** Measure the accuracy of a trained network, if it is asked for. */
async function accuracyOf(
  file: string,
  { chips: fitted }: NetworkFit,
  {
    stack,
    options: { accuracy, allowOutside },
  }: { readonly stack: Stack; readonly options: FitCommandOptions },
): Promise<MeasuredAccuracy | undefined> {
  if (accuracy === undefined || accuracy === false) return undefined;
  const { measureAccuracy } = await import("../fit/accuracy.ts");
  return await measureAccuracy(file, {
    stack,
    allowOutside,
    samples: typeof accuracy === "number" ? accuracy : undefined,
    chips: fitted.map(({ chip }) => chip.name),
  });
}

interface Report {
  readonly options: FitCommandOptions;
  readonly stem: string | undefined;
  readonly inputs: readonly string[];
}

/** Write the picture and the page. */
async function writeReport(
  run: NetworkFit,
  title: string,
  { options: { html, overwrite }, stem, inputs }: Report,
): Promise<readonly string[]> {
  if (stem === undefined && html === undefined) return [];
  const [{ fitFigure }, { paretoFigure }] = await Promise.all([
    import("../fit/figure.ts"),
    import("../fit/pareto.ts"),
  ]);
  const figure = fitFigure(run, title);
  const pareto = paretoFigure(run, title);
  const written: string[] = [];
  if (stem !== undefined) {
    makeFolder(dirname(stem));
    const { writeFigures } = await import("../write-pictures.ts");
    written.push(
      ...(await writeFigures(
        [["fit", figure] as const, ...(pareto ? [["pareto", pareto] as const] : [])],
        { stem, inputs, overwrite },
      )),
    );
  }
  if (html !== undefined) {
    makeFolder(dirname(html));
    const [{ fitHtml }, { toSvg }] = await Promise.all([
      import("../fit/html.ts"),
      import("@spikeloom/plots"),
    ]);
    writePage(
      html,
      fitHtml(run, title, { energy: toSvg(figure), pareto: pareto && toSvg(pareto) }),
      { inputs, overwrite },
    );
    written.push(html);
  }
  return written;
}

function writePage(path: string, page: string, rule: PictureRule): void {
  try {
    writePictures([[path, page]], rule);
  } catch (fault) {
    throw asCoded(fault) ?? FILE_WRITE({ file: path, reason: faultReason(fault) });
  }
}
