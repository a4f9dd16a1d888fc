import { createHash } from "node:crypto";
import { SpikeLoomError } from "@spikeloom/kernel";
import { beforeAll, expect, it, vi } from "vitest";
import { type Draw, drawSeed, draws, newDraw } from "../../../tools/test/draws.ts";
import { processorTime } from "../../../tools/test/processor-time.ts";
import { readCheckpoint, run } from "../src/index.ts";
import { counters, plasticBackend, stack } from "./plastic-backend.ts";

vi.setConfig({ testTimeout: 600_000 });

const backend = plasticBackend();
const network = counters({ recordSynapses: [{ projection: "A->B", every: "1 ms" }] });
let source: Uint8Array;

beforeAll(async () => {
  const write = (bytes: Uint8Array): void => {
    source = Uint8Array.from(bytes);
  };
  await run(network, { stack, backend, for: "5 ms", checkpoint: { every: "2.5 ms", write } });
});

/** Values that a forged header may contain. */
const values: readonly unknown[] = [
  ...[0, -1, 1, 1.5, 1e9, 2 ** 31, 2 ** 53, 1e300, null, true, "", "x", "\u0000", [], [1], {}],
  ...[{ a: 1 }, [[]], "constructor", "__proto__", "0".repeat(16), "f".repeat(64)],
];

/** Replace a value somewhere in a record, or remove one. */
function forge(value: unknown, draw: Draw): unknown {
  if (typeof value !== "object" || value === null || draw(4) === 0)
    return values[draw(values.length)];
  const keys = Object.keys(value);
  if (keys.length === 0) return values[draw(values.length)];
  const key = keys[draw(keys.length)] as string;
  const inner = (value as Record<string, unknown>)[key];
  const changed = draw(8) === 0 ? undefined : forge(inner, draw);
  if (Array.isArray(value)) return value.map((item, k) => (String(k) === key ? changed : item));
  return { ...value, [key]: changed };
}

/** A forged checkpoint: lengths and checksum are correct, and its contents may be invalid. */
function crafted(draw: Draw): Uint8Array {
  const view = new DataView(source.buffer);
  const start = 24 + view.getUint32(12, true);
  const text = new TextDecoder().decode(source.subarray(24, start));
  let header: unknown = JSON.parse(text);
  for (let left = draw(3); left >= 0; left--) if (draw(3) > 0) header = forge(header, draw);
  const encoded = new TextEncoder().encode(JSON.stringify(header) ?? "");
  const room = Math.max(start - 24, encoded.length);
  const head = new Uint8Array(24 + room).fill(0x20, 24);
  head.set(source.subarray(0, 24));
  head.set(encoded, 24);
  const body = Uint8Array.from(source.subarray(start, -32));
  for (let left = draw(4); left > 0 && body.length > 0; left--) body[draw(body.length)] = draw(256);
  const length = head.length + body.length + 32;
  new DataView(head.buffer).setUint32(12, room, true);
  new DataView(head.buffer).setBigUint64(16, BigInt(length), true);
  const all = Buffer.concat([head, body]);
  // One in ten is damaged as by a disk or a transfer.
  if (draw(10) === 0) all[draw(all.length)] = draw(256);
  return Buffer.concat([all, createHash("sha256").update(all).digest()]);
}

it("forged checkpoints are resumed as they are, or refused with a code", async () => {
  const count = draws({ ci: 400, long: 4000 });
  const codes = new Map<string, number>();
  for (let k = 0; k < count; k++) {
    const about = `crafted checkpoint ${k} of seed ${drawSeed}`;
    const bytes = crafted(newDraw(drawSeed, k));
    const began = processorTime();
    const code = await readCheckpoint(bytes)
      .then((from) => run(network, { stack, backend, for: "10 ms", from }))
      .then(() => "none")
      .catch((fault: unknown) => {
        if (fault instanceof SpikeLoomError) return fault.code;
        throw new Error(about, { cause: fault });
      });
    expect(processorTime() - began, about).toBeLessThan(5000);
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  expect(codes.get("none") ?? 0).toBeGreaterThan(count / 50);
  expect(codes.get("SL_CHECKPOINT_DAMAGED") ?? 0).toBeGreaterThan(count / 50);
  expect(codes.get("SL_CHECKPOINT_NETWORK") ?? 0).toBeGreaterThan(0);
});
