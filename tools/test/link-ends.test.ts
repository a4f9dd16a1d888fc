import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it, vi } from "vitest";
import { commandLine } from "../../packages/cli/test/spikeloom.ts";
import { headerOf } from "../../packages/link/src/frames.ts";
import { requestForm } from "../../packages/link/src/generated/link.ts";
import type { SimulationCall } from "../../packages/link/src/generated/simulation.ts";
import type { Sent } from "../../packages/link/src/wire/message-form.ts";
import { writeMessage } from "../../packages/link/src/wire/write-message.ts";
import { stream, streamKey } from "../../packages/random/src/index.ts";

// The command starts on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

/** Request { id: 1, hello: { versions: [1] } } with its length. */
const hello = Uint8Array.of(7, 0, 0, 0, 0x08, 1, 0x12, 3, 0x0a, 1, 1);

const neurons = 1000;
const synapses = 1_000_000;

/** Lists of pairs, weights and delays, as a client sends them. */
function listed(): Uint8Array {
  const pairs = Uint32Array.from({ length: 2 * synapses }, (_, k) => (k * 7919) % neurons);
  const weights = Float64Array.from({ length: synapses }, (_, k) => 0.01 + (k % 10) / 1000);
  const bytes = (values: Uint32Array | Float64Array) =>
    ({ where: { case: "bytes", value: new Uint8Array(values.buffer) } }) as const;
  const network = {
    format: "spikeloom-network",
    version: 1,
    populations: { E: { model: "lif-delta", size: neurons } },
    projections: [
      {
        from: "E",
        to: "E",
        connector: { kind: "pairs", file: "pairs" },
        weight: { file: "weights", path: "", unit: "mV" },
        delay: "1 ms",
      },
    ],
  };
  const arrays = {
    pairs: { values: { case: "indices", value: bytes(pairs) } as const },
    weights: { values: { case: "doubles", value: bytes(weights) } as const },
  };
  const json = { case: "json", value: JSON.stringify(network) } as const;
  return messageOf(2, { case: "load", value: { network: json, arrays } });
}

function messageOf(id: number, call: NonNullable<Sent<SimulationCall>["call"]>): Uint8Array {
  const request = { id, seen: id - 1, call: { case: "simulation", value: { call } } } as const;
  const message = writeMessage(requestForm, request);
  return Buffer.concat([headerOf(message), message]);
}

it("ends with a client that is gone at any moment of a preparation", async () => {
  const messages = [listed(), messageOf(3, { case: "prepare", value: { progress: true } })];
  const draw = stream(streamKey(7, "moments"), 0);
  for (let trial = 0; trial < 2; trial++) {
    const child = spawn(process.execPath, [...commandLine, "link"]);
    child.stdin.on("error", () => undefined);
    child.stdin.write(hello);
    await once(child.stdout, "data");
    child.stdout.resume();
    for (const message of messages) child.stdin.write(message);
    await new Promise((resolve) => setTimeout(resolve, 1500 * draw.uniform()));
    child.stdin.destroy();
    expect(await once(child, "close")).toEqual([0, null]);
  }
});
