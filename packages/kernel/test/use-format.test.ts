import { describe, expect, it } from "vitest";
import {
  bytesBeside,
  bytesSource,
  createStack,
  defineFormat,
  type FilesBeside,
  type FormatFile,
  type FormatRecord,
  readFormat,
  SpikeLoomError,
  writeFormat,
} from "../src/index.ts";

const stack = createStack({ plugins: [] });
const network = { format: "spikeloom-network", version: 1, populations: {} } as const;
const thing = { holds: "network", network } as const;
const source = bytesSource("net.txt", new TextEncoder().encode("network"));

async function* listed(...files: readonly unknown[]): AsyncIterable<FormatFile> {
  yield* files as readonly FormatFile[];
}

/** A format that returns a given value. */
function giving(returns: { readonly read?: unknown; readonly write?: unknown }): FormatRecord {
  return defineFormat({
    name: "lines",
    about: "Lines of text.",
    extensions: [".txt"],
    holds: ["network"],
    options: {
      width: { type: "integer", about: "letters in a line", default: 80 },
      title: { type: "text", about: "the first line" },
    },
    losses: { colour: "Text has no colour." },
    read: async (_, request) => (returns.read ?? { thing, losses: [], request }) as never,
    write: async (_, request) =>
      (returns.write ?? { files: listed(), losses: [], request }) as never,
  });
}

const reading = (read: NonNullable<FormatRecord["read"]>): FormatRecord => ({
  ...giving({}),
  read,
});

async function faultOf(act: () => Promise<unknown>): Promise<SpikeLoomError> {
  try {
    await act();
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return fault;
    throw fault;
  }
  throw new Error("nothing was refused");
}

describe("a format in use", () => {
  it("may close what it holds open when no more files are requested", async () => {
    for (const second of ["b.txt", "../b.txt"]) {
      let isClosed = false;
      const files = (async function* () {
        try {
          yield { name: "a.txt", pieces: [] };
          yield { name: second, pieces: [] };
        } finally {
          isClosed = true;
        }
      })();
      const made = await writeFormat(giving({ write: { files, losses: [] } }), thing, { stack });
      const take = async (): Promise<void> => {
        for await (const { name } of made.files) if (name === "b.txt") break;
      };
      if (second === "b.txt") await take();
      else expect((await faultOf(take)).code).toBe("SL_PLUGIN_RETURN");
      expect(isClosed).toBe(true);
    }
  });

  it("reads parts of bytes, and receives defaults", async () => {
    const format = reading(async (bytes, { options }) => {
      expect(new TextDecoder().decode(await bytes.read(3, 7))).toBe("work");
      expect(options).toEqual({ width: 80, title: "mine" });
      return {
        thing,
        losses: [{ code: "colour", place: "populations", message: "It was red." }],
      };
    });
    const read = await readFormat(format, source, { stack, options: { title: "mine" } });
    expect(read.thing).toBe(thing);
    expect(read.losses).toHaveLength(1);
  });

  it.each([
    ["an option that it has not", { with: 3 }, '"with"'],
    ["an option of another type", { width: 2.5 }, "2.5"],
  ])("refuses %s", async (_, options, got) => {
    const fault = await faultOf(() => readFormat(giving({}), source, { stack, options }));
    expect([fault.code, fault.got]).toEqual(["SL_OPTION", got]);
  });

  it.each([
    ["nothing", undefined],
    ["a thing of another kind", { thing: { holds: "result", result: {} }, losses: [] }],
    ["a thing without contents", { thing: { holds: "network" }, losses: [] }],
    ["no losses", { thing }],
    ["a loss of no code", { thing, losses: [{ place: "x", message: "It is gone." }] }],
    [
      "a loss that it does not name",
      { thing, losses: [{ code: "sound", place: "", message: "" }] },
    ],
  ])("is refused if reading returns %s", async (_, read) => {
    const format = giving({ read: read ?? "nothing" });
    const fault = await faultOf(() => readFormat(format, source, { stack }));
    expect([fault.code, fault.place]).toEqual(["SL_PLUGIN_RETURN", 'format "lines"']);
  });

  it.each([
    ["a place outside of the folder", [{ name: "../x", pieces: [] }]],
    ["an absolute path", [{ name: "/x", pieces: [] }]],
    [
      "one place twice",
      [
        { name: "x", pieces: [] },
        { name: "x", pieces: [] },
      ],
    ],
    ["no name", [{ pieces: [] }]],
    ["text for bytes", [{ name: "x", pieces: ["text"] }]],
  ])("is refused if writing returns %s", async (_, files) => {
    const format = giving({ write: { files: listed(...files), losses: [] } });
    const fault = await faultOf(async () => {
      const written = await writeFormat(format, thing, { stack });
      for await (const { pieces } of written.files) for await (const _ of pieces);
    });
    expect(fault.code).toBe("SL_PLUGIN_RETURN");
  });

  it("is not called for things that it does not hold or operations that it lacks", async () => {
    const { read: _, ...mute } = giving({});
    expect((await faultOf(() => readFormat(mute, source, { stack }))).code).toBe("SL_FORMAT_USE");
    const result = { holds: "result", result: {} } as const;
    const fault = await faultOf(() => writeFormat(giving({}), result, { stack }));
    expect([fault.code, fault.expected]).toEqual(["SL_FORMAT_USE", "a network"]);
  });

  it("is named in its own failure", async () => {
    const broken = reading(() => Promise.reject(new Error("no such page")));
    const fault = await faultOf(() => readFormat(broken, source, { stack }));
    expect([fault.code, fault.got]).toEqual(["SL_PLUGIN_FAILED", "Error: no such page"]);
  });

  it.each([
    ["holds", ["images"]],
    ["extensions", ["txt"]],
    ["losses", ["colour"]],
    ["options", { width: { type: "length", about: "x" } }],
    ["read", "yes"],
    ["marks", [{}]],
    ["marks", [{ xml: "neuroml", yaml: "x" }]],
    ["marks", [{ json: { format: [] } }]],
    ["marks", [{ paths: ["nodes"] }]],
  ])("has %s of its contract, or no stack accepts it", (field, value) => {
    const plugins = [{ ...giving({}), [field]: value }];
    expect(() => createStack({ plugins })).toThrow(`"${field}" of the format must be`);
  });
});

describe("further files of a format", () => {
  const others = { "b.txt": Uint8Array.of(2), "deep/c.txt": Uint8Array.of(3) };

  /** Request one other file, and return its bytes. */
  const asking = async (
    name: unknown,
    use: { readonly beside?: FilesBeside; readonly allowOutside?: boolean },
  ): Promise<readonly number[]> => {
    const found: number[] = [];
    const format = reading(async (_, { beside }) => {
      const one = await beside(name as string);
      found.push(...(await one.read(0, one.size)));
      return { thing, losses: [] };
    });
    await readFormat(format, source, { stack, ...use });
    return found;
  };

  it.each([
    ["b.txt", 2],
    ["./deep/../b.txt", 2],
    ["deep//c.txt", 3],
  ])("are opened by %s", async (name, byte) => {
    expect(await asking(name, { beside: bytesBeside(others) })).toEqual([byte]);
  });

  it.each([
    "../b.txt",
    "deep/../../b.txt",
    "/b.txt",
    "C:b.txt",
    "deep\\c.txt",
    "b.txt\0.png",
    "",
    ".",
    7,
  ])("are not opened outside of the folder, by %j", async (name) => {
    const asked: string[] = [];
    const beside: FilesBeside = async (one) => {
      asked.push(one);
      return undefined;
    };
    const fault = await faultOf(() => asking(name, { beside }));
    expect([fault.code, fault.place, asked]).toEqual(["SL_FORMAT_OUTSIDE", "net.txt", []]);
  });

  it("are opened outside the folder if the user allows it", async () => {
    const beside: FilesBeside = async (name) => bytesSource(name, Uint8Array.of(name.length));
    expect(await asking("../b.txt", { beside, allowOutside: true })).toEqual([8]);
  });

  it.each([
    ["where none are", {}, "nothing was given beside this file"],
    ["that are not there", { beside: bytesBeside(others) }, "it was not given"],
    ["that fail", { beside: () => Promise.reject(new Error("Disk gone")) }, "disk gone"],
  ])("are missed %s by a code", async (_, use, reason) => {
    const fault = await faultOf(() => asking("toString", use));
    expect(fault.code).toBe("SL_FORMAT_MISSING");
    expect(fault.message).toContain(`"toString", which cannot be read: ${reason}.`);
  });
});
