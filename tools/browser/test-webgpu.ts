import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Claim } from "./compare-networks.ts";

/** Run networks on WebGPU in Node, with a driver that needs no graphics processor. */
export async function testWebgpu(): Promise<readonly Claim[]> {
  const script = fileURLToPath(import.meta.resolve("./webgpu-in-node.ts"));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=@spikeloom/source", script],
    { encoding: "utf8", timeout: 240_000 },
  );
  const lines = stdout.trim().split("\n");
  const claims = lines
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Claim);
  for (const line of lines) if (!line.startsWith("{")) console.log(line);
  const ended = { claim: `networks run on WebGPU in Node: ${stderr}`, holds: status === 0 };
  return [ended, { claim: "there are claims", holds: claims.length > 0 }, ...claims];
}
