import { createHash } from "node:crypto";
import type { NetworkRecord } from "@spikeloom/kernel";
import { exportSpynnaker } from "../src/spynnaker/export-spynnaker.ts";
import { stack } from "./run-chip.ts";

/** A script with its arrays, and a digest of all. */
export interface WrittenScript extends ReturnType<typeof exportSpynnaker> {
  readonly digest: string;
}

/** Write the script of a network. */
export function writtenScript(network: NetworkRecord): WrittenScript {
  const written = exportSpynnaker(network, { stack });
  const hash = createHash("sha256").update(written.script);
  for (const [name, bytes] of written.data) hash.update(name).update(bytes);
  return { ...written, digest: hash.digest("hex").slice(0, 16) };
}
