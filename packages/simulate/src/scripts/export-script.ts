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

/** What a network is written with as a script of another simulator. */
export interface ExportOptions {
  readonly stack: Stack;
  /** Instead of the network's. */
  readonly seed?: number | undefined;
  /** How long it runs, such as `"1 s"`; instead of the network's duration. */
  readonly for?: string | undefined;
}

/** A network as a script of another simulator, with losses of its own. */
export interface ScriptExport<Code extends string> {
  readonly script: string;
  /** What belongs into the folder `data` beside the script: contents by file name. */
  readonly data: ReadonlyMap<string, Uint8Array>;
  /** What the script cannot say, or what the other simulator does otherwise. */
  readonly losses: readonly (Loss & { readonly code: Code })[];
}

/** What a script is written of, and what comes of it besides code. */
export interface ExportTask<Code extends string> extends Pick<DataFiles, "keep"> {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly seed: number;
  /** In ms. */
  readonly dt: number;
  readonly steps: number;
  readonly convention: ConventionRecord;
  /** Say that something is lost. */
  lose(code: Code, place: string, message: string): void;
  /** Collect a refusal; the rest of the network is looked at all the same. */
  refuse(error: SpikeLoomError): void;
}

/** Write a network as a script; what is refused is thrown all at once. */
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

/** Do a part of the work; what it refuses is collected. */
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

/** Say what of a network is lost where its numbers become those of Python. */
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
