import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Claim } from "./compare-networks.ts";

const scripts: readonly string[] = [
  "./webgpu-in-node.ts",
  "./conformance-in-node.ts",
  "./training-in-node.ts",
].map((name) => fileURLToPath(import.meta.resolve(name)));

/**
 * Run networks, the conformance suite and trainings on WebGPU in Node, with a driver that needs no graphics processor.
 *
 * One after another, because each uses two cores: it asks in a loop whether the driver is done.
 */
export async function testWebgpu(isLong: boolean): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  for (const script of scripts) claims.push(...(await claimsOf(script, isLong)));
  return claims;
}

async function claimsOf(script: string, isLong: boolean): Promise<readonly Claim[]> {
  const env = { ...process.env, ...(isLong && { SPIKELOOM_LONG: "1" }) };
  const options = { env, timeout: isLong ? 3_600_000 : 300_000, maxBuffer: 2 ** 26 };
  const flags = ["--conditions=@spikeloom/source", script];
  const { stdout, fault } = await promisify(execFile)(process.execPath, flags, options).then(
    ({ stdout }) => ({ stdout, fault: "" }),
    (error: { readonly stdout?: string }) => ({ stdout: error.stdout ?? "", fault: String(error) }),
  );
  const lines = stdout.trim().split("\n");
  const claims = lines
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Claim);
  for (const line of lines) if (!line.startsWith("{")) console.log(line);
  return [
    { claim: `${script} ends: ${fault}`, holds: fault === "" },
    { claim: `${script} has claims`, holds: claims.length > 0 },
    ...claims,
  ];
}
