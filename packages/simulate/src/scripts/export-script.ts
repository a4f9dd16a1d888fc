import {
  type ConventionRecord,
  type Loss,
  type NetworkRecord,
  SpikeLoomError,
  type Stack,
  throwAll,
} from "@spikeloom/kernel";
import { checkNetwork, networkStep, readTime, resolveConvention } from "@spikeloom/network";
import { RUN_LENGTH_MISSING } from "../errors.ts";
import { runSteps } from "../run-length.ts";
import { type DataFiles, dataFiles } from "./data-files.ts";

/** Options for exporting a network as a script of another simulator. */
export interface ExportOptions {
  readonly stack: Stack;
  /** Overrides the network's. */
  readonly seed?: number | undefined;
  /** Duration, such as `"1 s"`; overrides the network's. */
  readonly for?: string | undefined;
}

/** A network as a script of another simulator, with losses of its own. */
export interface ScriptExport<Code extends string> {
  readonly script: string;
  /** Files of the folder `data` next to the script: contents by file name. */
  readonly data: ReadonlyMap<string, Uint8Array>;
  /** Features that the script cannot express or that the target simulator handles differently. */
  readonly losses: readonly (Loss & { readonly code: Code })[];
}

/** Context of an export: inputs, and outputs other than code. */
export interface ExportTask<Code extends string> extends Pick<DataFiles, "keep"> {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly seed: number;
  /** In ms. */
  readonly dt: number;
  readonly steps: number;
  readonly convention: ConventionRecord;
  /** Report a loss. */
  lose(code: Code, place: string, message: string): void;
  /** Collect an error and continue with the rest of the network. */
  refuse(error: SpikeLoomError): void;
}

/** Write a network as a script; all errors are thrown at once. */
export function exportScript<Code extends string>(
  network: NetworkRecord,
  { stack, seed, for: asked }: ExportOptions,
  write: (task: ExportTask<Code>) => string,
): ScriptExport<Code> {
  throwAll(checkNetwork(network, { stack }));
  const duration = asked ?? network.duration;
  if (duration === undefined) throw RUN_LENGTH_MISSING({ place: "duration" });
  const dt = networkStep(network);
  const convention = resolveConvention(network.convention);
  const errors: SpikeLoomError[] = [];
  const losses: ScriptExport<Code>["losses"][number][] = [];
  const { files, keep } = dataFiles();
  const script = write({
    network,
    stack,
    dt,
    convention,
    keep,
    seed: seed ?? network.seed ?? 0,
    steps: runSteps(readTime(duration, "duration"), dt, convention),
    lose: (code, place, message) => void losses.push({ code, place, message }),
    refuse: (error) => void errors.push(error),
  });
  throwAll(errors);
  return { script, data: files, losses };
}

/** Run a part of the export and collect its errors. */
export function attempt<T, Code extends string>(
  task: Pick<ExportTask<Code>, "refuse">,
  act: () => T,
): T | undefined {
  try {
    return act();
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw fault;
    task.refuse(fault);
    return undefined;
  }
}

/** Report losses from converting a network's numbers to Python's. */
export function sayPrecision(
  { network, lose }: Pick<ExportTask<"precision" | "tier">, "network" | "lose">,
  simulator: string,
): void {
  if (network.precision === "f32") {
    lose("precision", "precision", `${simulator} computes in double precision.`);
  }
  if (network.tier !== undefined && network.tier !== "exact") {
    const message = "Weights are written as they are drawn, not as this tier rounds them.";
    lose("tier", "tier", message);
  }
}

/** Report the lags that SpikeLoom subtracts from recorded times. */
export function sayLags({
  network,
  lose,
}: Pick<ExportTask<"recording">, "network" | "lose">): void {
  for (const [name, { lag }] of Object.entries(network.populations)) {
    if (lag === undefined) continue;
    lose("recording", `populations.${name}.lag`, "Recorded times include the lag.");
  }
}
