import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { useBundled } from "../bundled-place.ts";
import { workspaceRoot } from "../problems.ts";

/** True under `test`, which builds and bundles first; a test file run on its own uses sources, which may be newer. */
export const isBuilt: boolean = process.env["SPIKELOOM_BUILT"] === "1";

const bundled = `${pathToFileURL(resolve(workspaceRoot, useBundled)).href}?scripts`;

/** Flags for Node to run a script that imports packages. From the bundle, it starts in a fifth of the time. */
export const scriptFlags: readonly string[] = isBuilt
  ? [`--import=${bundled}`]
  : ["--conditions=@spikeloom/source"];
