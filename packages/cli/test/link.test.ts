import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it, vi } from "vitest";
import { commandLine } from "./spikeloom.ts";

// The command starts on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

/** Request { id: 1, hello: { versions: [1] } } with its length. */
const hello = Uint8Array.of(7, 0, 0, 0, 0x08, 1, 0x12, 3, 0x0a, 1, 1);

function start() {
  return spawn(process.execPath, [...commandLine, "link"]);
}

it("greets over standard output, prints nothing, and ends with its input", async () => {
  const child = start();
  const printed: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => printed.push(chunk));
  child.stdin.write(hello);
  const [reply] = (await once(child.stdout, "data")) as [Buffer];
  expect(reply.readUInt32LE(0)).toBe(reply.length - 4);
  expect(reply.toString("latin1")).toContain("spikeloom 0.");
  child.stdin.end();
  expect(await once(child, "close")).toEqual([0, null]);
  expect(Buffer.concat(printed).toString()).toBe("");
});

it("leaves Ctrl-C to its client", async () => {
  const child = start();
  child.stdin.write(hello);
  await once(child.stdout, "data");
  child.kill("SIGINT");
  child.stdin.write(hello);
  await once(child.stdout, "data");
  child.stdin.end();
  expect(await once(child, "close")).toEqual([0, null]);
});

it("ends with 1 if its input ends within a message", async () => {
  const child = start();
  child.stdin.end(hello.subarray(0, hello.length - 1));
  const [reply] = (await once(child.stdout, "data")) as [Buffer];
  expect(reply.toString("latin1")).toContain("SL_LINK_CUT");
  expect(await once(child, "close")).toEqual([1, null]);
});

it("refuses the first of many empty messages, and answers no other", async () => {
  const child = start();
  child.stdin.on("error", () => undefined);
  child.stdin.write(new Uint8Array(4 * 200_000));
  let bytes = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  expect(await once(child, "close")).toEqual([1, null]);
  expect(bytes).toBeLessThan(1000);
});

it("ends with 1 after invalid bytes", async () => {
  const child = start();
  child.stdin.write("GET / HTTP/1.1\r\n\r\n");
  const [reply] = (await once(child.stdout, "data")) as [Buffer];
  expect(reply.toString("latin1")).toContain("SL_LINK_LENGTH");
  expect(await once(child, "close")).toEqual([1, null]);
});
