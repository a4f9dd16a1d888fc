import { USAGE } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { type NewPluginRequest, writePackage } from "../new-plugin/write-package.ts";
import { writeJson } from "../print/write-json.ts";

/** Options of `spikeloom new plugin`. */
export interface NewCommandOptions extends NewPluginRequest {
  readonly json?: boolean;
}

/** Create a package with a new plugin, and print the next steps. */
export async function newCommand({ json, ...request }: NewCommandOptions): Promise<number> {
  if (request.kind === "backend" && request.cite !== undefined) {
    throw USAGE({ message: "--cite does not apply to a backend, which has no equations." });
  }
  const written = writePackage(request);
  if (json) writeJson(written);
  else {
    const { folder, files, package: name } = written;
    const next = [`cd ${/\s/.test(folder) ? JSON.stringify(folder) : folder}`, ...steps];
    const text = files.map((file) => `  ${file}`).join("\n");
    process.stdout.write(`wrote  ${folder}, the package ${name}:\n${text}\n\nNext:\n`);
    process.stdout.write(`${next.map((line) => `  ${line}`).join("\n")}\n`);
  }
  return exitCodes.fine;
}

// The README of the package describes the rest, and tests run its commands literally.
const steps = ["npm install    # for a clone of SpikeLoom, see README.md", "npm test"];
