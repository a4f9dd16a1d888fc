import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bytesSource, createStack, readFormat, SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it, vi } from "vitest";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { mutate } from "../../../../tools/test/mutate.ts";
import { formats } from "../../src/formats/index.ts";

vi.setConfig({ testTimeout: 1_200_000 });

const folder = join(import.meta.dirname, "files");
const stack = createStack({ plugins: [...formats] });

/** Read crafted bytes as a file of this name; returns the code and text of its error. */
async function outcome(
  file: string,
  bytes: Uint8Array,
): Promise<{ code: string; message: string }> {
  const format = formats.find(({ extensions }) => extensions.some((end) => file.endsWith(end)));
  if (format === undefined) throw new Error(file);
  const beside = async (name: string) => bytesSource(name, new Uint8Array(64));
  try {
    await readFormat(format, bytesSource(file, bytes), { stack, beside });
    return { code: "read", message: "" };
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw new Error(file, { cause: fault });
    return { code: fault.code, message: fault.message };
  }
}

const seeds = readdirSync(folder).filter((file) => /\.(onnx|keras|safetensors|npz)$/.test(file));

it("reads a changed file of layers, or describes its error", async () => {
  const count = draws({ ci: 300, long: 200_000 });
  const codes = new Set<string>();
  for (let which = 0; which < count; which++) {
    const draw = newDraw(drawSeed, which);
    const file = seeds[which % seeds.length] ?? "";
    const bytes = mutate(new Uint8Array(readFileSync(join(folder, file))), draw);
    codes.add((await outcome(file, bytes)).code);
  }
  // The name of another file of the model may be changed to one that leads out of its folder.
  const known = new Set(["read", "SL_LAYERS_READ", "SL_FORMAT_OUTSIDE"]);
  expect([...codes].filter((code) => !known.has(code))).toEqual([]);
  expect(codes).toContain("SL_LAYERS_READ");
});

/** A file of safetensors with this header. */
function tensors(header: unknown, data = 0): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const out = new Uint8Array(8 + text.length + data);
  new DataView(out.buffer).setBigUint64(0, BigInt(text.length), true);
  out.set(text, 8);
  return out;
}

/** A zip archive of one file that claims the given number of bytes. */
function archive(
  name: string,
  packed: Uint8Array,
  { size, method = 8 }: { size: number; method?: number },
): Uint8Array {
  const [letters, out] = [new TextEncoder().encode(name), new Uint8Array(200 + packed.length)];
  const view = new DataView(out.buffer);
  const entry = 30 + letters.length + packed.length;
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(26, letters.length, true);
  out.set(letters, 30);
  out.set(packed, 30 + letters.length);
  view.setUint32(entry, 0x02014b50, true);
  view.setUint16(entry + 10, method, true);
  view.setUint32(entry + 20, packed.length, true);
  view.setUint32(entry + 24, size, true);
  view.setUint16(entry + 28, letters.length, true);
  out.set(letters, entry + 46);
  const end = entry + 46 + letters.length;
  view.setUint32(end, 0x06054b50, true);
  view.setUint16(end + 10, 1, true);
  view.setUint32(end + 16, entry, true);
  return out.subarray(0, end + 22);
}

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const f32 = (shape: readonly number[], offsets: readonly number[]) => ({
  dtype: "F32",
  shape,
  data_offsets: offsets,
});

describe("a crafted file of weights is refused", () => {
  it.each([
    [
      "tensors that overlap",
      { a: f32([2], [0, 8]), b: f32([2], [4, 12]) },
      12,
      /does not start at the end of the previous one/,
    ],
    ["a tensor past the end", { a: f32([4], [0, 16]) }, 8, /past the end/],
    [
      "a shape of more numbers than there are",
      { a: f32([2 ** 20, 2 ** 20, 2 ** 20], [0, 8]) },
      8,
      /its shape has/,
    ],
    ["a length below zero", { a: f32([-1], [0, 4]) }, 4, /is missing or invalid/],
    ["bytes of no tensor", { a: f32([1], [0, 4]) }, 8, /4 bytes at its end/],
    ["an unknown type", { a: { ...f32([1], [0, 4]), dtype: "F8_E4M3" } }, 4, /type F8_E4M3/],
    [
      "a type that objects have by nature",
      { a: { ...f32([1], [0, 4]), dtype: "constructor" } },
      4,
      /type constructor/,
    ],
    ["a header that is a list", [1], 0, /not a JSON object/],
    ["a header that is no JSON", "{", 0, /not valid JSON/],
  ] as const)("safetensors: %s", async (_, header, data, message) => {
    const { code, message: said } = await outcome("a.safetensors", tensors(header, data));
    expect(code).toBe("SL_LAYERS_READ");
    expect(said).toMatch(message);
  });

  it("safetensors: a header longer than the file", async () => {
    const bytes = tensors({});
    new DataView(bytes.buffer).setBigUint64(0, 2n ** 62n, true);
    expect(await outcome("a.safetensors", bytes)).toMatchObject({ code: "SL_LAYERS_READ" });
  });

  it("keras: a model with two values of one name", async () => {
    const text = '{"class_name": "Sequential", "config": {}, "class_name": "Functional"}';
    const config = new TextEncoder().encode(text);
    const bytes = archive("config.json", config, { size: config.length, method: 0 });
    const { code, message } = await outcome("a.keras", bytes);
    expect(code).toBe("SL_LAYERS_READ");
    expect(message).toMatch(/class_name/);
  });

  it("npz: a file that unpacks to a thousand times its bytes", async () => {
    const size = 256 * 2 ** 20;
    const packed = await deflated(new Uint8Array(size));
    const { code, message } = await outcome("a.npz", archive("a.npy", packed, { size }));
    expect(code).toBe("SL_LAYERS_READ");
    expect(message).toMatch(/would decompress from \d+ to 268435456 bytes/);
  });

  it("npz: two files of the same packed bytes, each of which alone would do", async () => {
    const size = 40 * 2 ** 20;
    const one = archive("a.npy", await deflated(new Uint8Array(size)), { size });
    const end = one.length - 22;
    const at = new DataView(one.buffer, one.byteOffset).getUint32(end + 16, true);
    const second = one.slice(at, end);
    second[46] = 0x62;
    const both = new Uint8Array([...one.subarray(0, end), ...second, ...one.subarray(end)]);
    new DataView(both.buffer).setUint16(both.length - 12, 2, true);
    const { code, message } = await outcome("a.npz", both);
    expect(code).toBe("SL_LAYERS_READ");
    expect(message).toMatch(/files would decompress from \d+ to 83886080 bytes/);
  });

  it("npz: a file that decompresses to more than stated", async () => {
    const packed = await deflated(new Uint8Array(2 ** 20));
    const { message } = await outcome("a.npz", archive("a.npy", packed, { size: 1000 }));
    expect(message).toMatch(/decompresses to more than 1000 bytes/);
  });

  it("npz: pickled objects, which would run code", async () => {
    const header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".padEnd(117) + "\n";
    const bytes = new Uint8Array(10 + header.length);
    bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
    bytes.set(new TextEncoder().encode(header), 10);
    const { message } = await outcome(
      "a.npz",
      archive("a.npy", bytes, { size: bytes.length, method: 0 }),
    );
    expect(message).toMatch(/type is \|O; only numbers are supported/);
  });

  it("onnx: endlessly nested groups", async () => {
    // The tag that starts group 15, repeatedly.
    expect(await outcome("a.onnx", new Uint8Array(1_000_000).fill(0x7b))).toMatchObject({
      code: "SL_LAYERS_READ",
    });
  });

  it("safetensors: two tensors of one name", async () => {
    const one = '{"dtype":"U8","shape":[1],"data_offsets":[0,1]}';
    const other = '{"dtype":"U8","shape":[1],"data_offsets":[0,1]}';
    const { code, message } = await outcome(
      "a.safetensors",
      tensors(`{"w":${one},"w":${other}}`, 1),
    );
    expect(code).toBe("SL_LAYERS_READ");
    expect(message).toMatch(/header.*w/);
  });

  it.each([
    [
      "two nodes that produce one value",
      [
        ["x", "y"],
        ["x", "y"],
      ],
      [],
      "two nodes output a value with this name",
    ],
    ["a node that produces an input", [["x", "x"]], [], "with the name of an input or tensor"],
    ["two tensors of one name", [["x", "y"]], ["w", "w"], "two tensors of the graph"],
  ] as const)("onnx: %s", async (_, nodes, initial, reason) => {
    const node = ([from, to]: readonly [string, string]): Uint8Array =>
      field(1, joined(field(1, from), field(2, to), field(4, "Relu")));
    const shape = field(2, joined(field(1, Uint8Array.of(8, 1)), field(1, Uint8Array.of(8, 3))));
    const type = field(2, field(1, joined(Uint8Array.of(8, 1), shape)));
    const value = (number: number, name: string) => field(number, joined(field(1, name), type));
    const constants = initial.map((name) =>
      field(5, joined(Uint8Array.of(8, 1, 16, 1), field(8, name), field(9, new Uint8Array(4)))),
    );
    const graph = joined(...nodes.map(node), ...constants, value(11, "x"), value(12, "y"));
    const { code, message } = await outcome("a.onnx", field(7, graph));
    expect([code, message]).toEqual(["SL_LAYERS_READ", expect.stringContaining(reason)]);
  });
});

/** A field of a protobuf message that contains bytes: fewer than 128 or with two bytes of length. */
function field(number: number, content: string | Uint8Array): Uint8Array {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const length =
    bytes.length < 128 ? [bytes.length] : [128 + (bytes.length % 128), bytes.length >> 7];
  return joined(Uint8Array.of(8 * number + 2, ...length), bytes);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
