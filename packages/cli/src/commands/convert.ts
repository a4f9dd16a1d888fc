import { basename, dirname, extname, join } from "node:path";
import { checkOutputs, dataFilesOf, lockOutput, writeAllWhole } from "@spikeloom/interop/files";
import { faultReason, type NetworkRecord } from "@spikeloom/kernel";
import type { ExportLoss, PynnExport } from "@spikeloom/pynn/export";
import { defaultStack } from "../default-stack.ts";
import { FILE_WRITE } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { loadNetwork } from "../load/load-network.ts";
import { asCoded, inFile } from "../print/coded.ts";
import { writeJson } from "../print/write-json.ts";
import { makeFolder } from "../run-file.ts";

/** What `spikeloom convert` is given. */
export interface ConvertCommandOptions {
  readonly to: "pynn";
  /** Folder of the script and its arrays. */
  readonly out?: string;
  readonly seed?: number;
  readonly for?: string;
  readonly allowOutside?: boolean;
  readonly json?: boolean;
}

/** Write a network for another simulator, and say what is lost. */
export async function convertCommand(
  file: string,
  options: ConvertCommandOptions,
): Promise<number> {
  const { seed, for: duration, allowOutside } = options;
  const network = await loadNetwork(file, { seed, for: duration, allowOutside });
  const made = await convert(network, file, options);
  const folder = options.out ?? `${basename(file, extname(file))}-${options.to}`;
  const inputs = [file, ...dataFilesOf(network, dirname(file))];
  const written = writeFolder(folder, made, inputs);
  if (options.json === true) {
    writeJson({ file, to: options.to, written, losses: made.losses });
    return exitCodes.fine;
  }
  process.stdout.write(summary(written, made.losses));
  return exitCodes.fine;
}

async function convert(
  network: NetworkRecord,
  file: string,
  { seed, for: duration }: ConvertCommandOptions,
): Promise<PynnExport> {
  const { exportPynn } = await import("@spikeloom/pynn/export");
  try {
    return exportPynn(network, { stack: defaultStack, seed, for: duration });
  } catch (fault) {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : inFile(coded, file);
  }
}

/** Write the script and its arrays, all or none; gives the paths. */
function writeFolder(
  folder: string,
  { script, data }: PynnExport,
  inputs: readonly string[],
): readonly string[] {
  makeFolder(folder);
  const arrays = join(folder, "data");
  if (data.size > 0) makeFolder(arrays);
  const main = join(folder, "network.py");
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    [main, script],
    ...[...data].map(([name, bytes]) => [join(arrays, name), bytes] as const),
  ];
  const paths = files.map(([path]) => path);
  checkOutputs(
    paths.map((path) => ({ path, what: path === main ? "the script" : "an array" })),
    inputs,
  );
  let unlock: (() => void) | undefined;
  try {
    unlock = lockOutput(main);
    writeAllWhole(files);
  } catch (fault) {
    throw asCoded(fault) ?? FILE_WRITE({ file: folder, reason: faultReason(fault) });
  } finally {
    unlock?.();
  }
  return paths;
}

function summary(written: readonly string[], losses: readonly ExportLoss[]): string {
  const [script, ...arrays] = written;
  const count = arrays.length === 1 ? "1 array" : `${arrays.length} arrays`;
  const lines = [
    `wrote  ${script}${arrays.length === 0 ? "" : `, and ${count} beside it`}`,
    ...(losses.length === 0 ? [] : ["", "lost or different:"]),
    ...losses.map(({ place, message }) => `  ${place}: ${message}`),
  ];
  return `${lines.join("\n")}\n`;
}
