import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { commandLine } from "../../packages/cli/test/spikeloom.ts";
import { headerOf } from "../../packages/link/src/frames.ts";
import { type Request, requestForm } from "../../packages/link/src/generated/link.ts";
import type { Sent } from "../../packages/link/src/wire/message-form.ts";
import { writeMessage } from "../../packages/link/src/wire/write-message.ts";
import { drawSeed, draws, newDraw } from "./draws.ts";
import { hasTaken, mainThread, timeUntilEnd } from "./thread-time.ts";

vi.setConfig({ testTimeout: 600_000 });

const neurons = 10_000;
const synapses = draws({ ci: 1_000_000, long: 12_000_000 });
const trials = draws({ ci: 2, long: 12 });

/** CPU time in ms that the server may use after its client has ended. */
const grace = 500;

/** Write lists of pairs, weights and delays into a folder, as a client does. */
function writeArrays(folder: string): void {
  const pairs = Uint32Array.from({ length: 2 * synapses }, (_, k) => (k * 7919) % neurons);
  const weights = Float64Array.from({ length: synapses }, (_, k) => 0.01 + (k % 10) / 1000);
  const delays = Float64Array.from({ length: synapses }, (_, k) => 1 + (k % 10) / 10);
  for (const [name, values] of Object.entries({ pairs, weights, delays })) {
    writeFileSync(join(folder, name), values);
  }
}

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
      delay: { file: "delays", path: "", unit: "ms" },
    },
  ],
};

const inFile = (value: string) => ({ where: { case: "file", value } }) as const;
const arrays = {
  pairs: { values: { case: "indices", value: inFile("pairs") } as const },
  weights: { values: { case: "doubles", value: inFile("weights") } as const },
  delays: { values: { case: "doubles", value: inFile("delays") } as const },
};

const loading: Sent<Request> = {
  id: 2,
  seen: 1,
  call: {
    case: "simulation",
    value: {
      call: {
        case: "load",
        value: { network: { case: "json", value: JSON.stringify(network) }, arrays },
      },
    },
  },
};

const preparing: Sent<Request> = {
  id: 3,
  seen: 2,
  call: { case: "simulation", value: { call: { case: "prepare", value: { progress: true } } } },
};

function bytesOf(request: Sent<Request>): Buffer {
  const message = writeMessage(requestForm, request);
  return Buffer.concat([headerOf(message), message]);
}

/**
 * A client in a separate process: it starts the server, prints its process id, sends hello and, on request, the rest.
 */
const client = `
const { spawn } = require("node:child_process");
const [command, hello, rest] = process.argv.slice(1);
const child = spawn(process.execPath, JSON.parse(command), { stdio: ["pipe", "pipe", "inherit"] });
child.stdin.write(Buffer.from(hello, "base64"));
child.stdout.once("data", () => console.log(child.pid));
child.stdout.resume();
process.stdin.once("data", () => child.stdin.write(Buffer.from(rest, "base64")));
`;

it.each(Array.from({ length: trials }, (_, trial) => trial))(
  "a server ends soon after its client was killed, at any moment of a preparation: %i",
  async (trial) => {
    const folder = mkdtempSync(join(tmpdir(), "spikeloom-link-"));
    const hello = { versions: [1], client: "test", folder };
    const parent = spawn(process.execPath, [
      "-e",
      client,
      JSON.stringify([...commandLine, "link"]),
      bytesOf({ id: 1, seen: 0, call: { case: "hello", value: hello } }).toString("base64"),
      Buffer.concat([bytesOf(loading), bytesOf(preparing)]).toString("base64"),
    ]);
    const [printed] = (await once(parent.stdout, "data")) as [Buffer];
    const server = Number(printed.toString());
    // The server accepts a folder only while it is empty.
    writeArrays(folder);
    const { took: before } = mainThread(server);
    parent.stdin.write("go");
    // Loading and preparing take about 0.6 ms for a thousand synapses.
    const moment = (synapses / 1e6) * newDraw(drawSeed, trial)(600);
    const { took: then } = await hasTaken(server, before + moment);
    parent.kill("SIGKILL");
    const took = (await timeUntilEnd(server)) - then;
    expect(took, `after ${moment} ms`).toBeLessThan(grace);
    expect(existsSync(folder)).toBe(false);
  },
);
