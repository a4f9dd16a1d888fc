import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headerOf } from "../src/frames.ts";
import { type Call, client, codeOf, isGone, pynn, ready } from "./client.ts";

const bytesOf = (...values: readonly number[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Float64Array.from(values).buffer);
const population = (number = 0): Call => pynn({ case: "clear", value: { population: number } });
const run = (until: number, progress = false): Call =>
  pynn({ case: "run", value: { until, progress } });
const hello = (...versions: number[]): Call => ({ case: "hello", value: { versions } });
const ghost = pynn({ case: "setParameters", value: { population: 9, parameters: {} } });
const current = (where: object): Call =>
  pynn({
    case: "addCurrent",
    value: { kind: "values", parameters: { values: { values: { case: "each", value: where } } } },
  });
const trace = (number: number): Call => pynn({ case: "getCurrent", value: { current: number } });

function folder(): string {
  return mkdtempSync(join(tmpdir(), "spikeloom-link-test-"));
}

describe("a link", () => {
  it("greets a client that speaks its version, and no other", async () => {
    const one = client();
    const old = await one.call({ case: "hello", value: { versions: [0, 7] } });
    expect(old).toMatchObject({ value: { code: "SL_LINK_VERSION", expected: "1", got: "0, 7" } });
    expect(await one.call(hello(7, 1))).toMatchObject({
      value: { version: 1, server: "echo", dialects: ["simulation", "pynn", "brian2", "nengo"] },
    });
    expect(codeOf(await one.call(hello(1)))).toBe("SL_LINK_ORDER");
  });

  it("requires hello, then setup, then the rest", async () => {
    const one = client();
    const setup = pynn({ case: "setup", value: { timestep: 0.1 } });
    expect(await one.call(setup)).toMatchObject({
      value: { code: "SL_LINK_ORDER", place: "pynn.setup" },
    });
    await one.call({ case: "hello", value: { versions: [1] } });
    expect(await one.call(population())).toMatchObject({
      value: { expected: "pynn.setup first" },
    });
    expect(codeOf(await one.call(setup))).toBe("done");
  });

  it("ignores requests sent before the client knew of a failure", async () => {
    const one = await ready();
    const first = one.send(population());
    one.send(ghost, first);
    const skipped = one.send(run(5), first);
    const codes = [codeOf(await one.next()), codeOf(await one.next()), codeOf(await one.next())];
    expect(codes).toEqual(["done", "SL_MEMORY", "SL_LINK_SKIPPED"]);
    one.send(run(0), skipped);
    expect(await one.next()).toMatchObject({ case: "reached", value: { time: 0 } });
  });

  it("still ignores them after an interrupt in between", async () => {
    const one = await ready();
    one.send(ghost, 2);
    one.send({ case: "interrupt", value: {} }, 2);
    one.send(run(5), 2);
    const codes = [codeOf(await one.next()), codeOf(await one.next()), codeOf(await one.next())];
    expect(codes).toEqual(["SL_MEMORY", "done", "SL_LINK_SKIPPED"]);
  });

  it("interrupts a running request, and waiting ones", async () => {
    const one = await ready();
    one.send(run(1e9, true));
    one.send(run(2e9));
    expect((await one.next()).case).toBe("progress");
    one.send({ case: "interrupt", value: {} });
    let result = await one.next();
    while (result.case === "progress") result = await one.next();
    expect(result).toMatchObject({ case: "reached", value: { interrupted: true } });
    expect(await one.next()).toMatchObject({ case: "reached", value: { interrupted: true } });
    expect((await one.next()).case).toBe("done");
  });

  it("ends with its input, even during a run, and removes the folder", async () => {
    const place = folder();
    const one = await ready(place);
    one.send(run(1e9, true));
    await one.next();
    one.input.end();
    expect(await one.ended).toBe("closed");
    expect(isGone(place)).toBe(true);
    // A run that was interrupted is not answered as if it were complete.
    one.output.end();
    let result = await one.next();
    while (result.case === "progress") result = await one.next();
    expect(result.case).toBeUndefined();
  });

  it("removes the folder of a client that is gone before it is greeted", async () => {
    const place = folder();
    const one = client();
    one.send({ case: "hello", value: { versions: [1], folder: place } });
    one.input.end();
    expect(await one.ended).toBe("closed");
    expect(isGone(place)).toBe(true);
  });

  it("ends when nobody reads its output any more", async () => {
    const one = await ready();
    one.send(run(1e9, true));
    one.output.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    expect(await one.ended).toBe("closed");
  });

  it("reports an internal error as such", async () => {
    const one = client({
      open: () => {
        throw new TypeError("x is not a function");
      },
    });
    await one.call({ case: "hello", value: { versions: [1] } });
    const result = await one.call(pynn({ case: "setup", value: { timestep: 1 } }));
    expect(result).toMatchObject({ value: { code: "SL_LINK_FAULT", place: "pynn.setup" } });
  });

  it("refuses invalid bytes, after it has answered earlier requests", async () => {
    const one = await ready();
    one.send(population());
    const bad = Uint8Array.of(0xff, 0xff, 0xff);
    one.input.write(headerOf(bad));
    one.input.write(bad);
    expect((await one.next()).case).toBe("done");
    expect(codeOf(await one.next())).toBe("SL_LINK_MESSAGE");
    expect(await one.ended).toBe("refused");
  });

  it("answers any bytes with failures, and never throws", async () => {
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
      const one = await ready();
      one.input.write(headerOf(bytes));
      one.input.end(bytes);
      await expect(one.ended).resolves.toMatch(/closed|refused/);
    });
    await fc.assert(property, { numRuns: 200 });
  });
});

describe("the folder of a client", () => {
  it("is refused unless it is an empty folder, and stays unchanged", async () => {
    const place = folder();
    writeFileSync(join(place, "thesis"), "years of work");
    const link = `${place}-link`;
    symlinkSync(folder(), link);
    for (const given of [place, link, join(place, "thesis"), join(place, "absent"), "here"]) {
      const one = client();
      const answer = await one.call({ case: "hello", value: { versions: [1], folder: given } });
      expect([given, codeOf(answer)]).toEqual([given, "SL_LINK_ARRAY"]);
      one.input.end();
      await one.ended;
    }
    expect(readdirSync(place)).toEqual(["thesis"]);
    expect(readdirSync(link)).toEqual([]);
  });

  it("remains if it contains other files", async () => {
    const place = folder();
    const one = await ready(place);
    for (const name of ["request-9", "notes of mine.txt"]) writeFileSync(join(place, name), "");
    mkdirSync(join(place, "inner"));
    writeFileSync(join(place, "inner", "request-1"), "");
    one.input.end();
    await one.ended;
    expect(readdirSync(place).sort()).toEqual(["inner", "notes of mine.txt"]);
    expect(readdirSync(join(place, "inner"))).toEqual(["request-1"]);
  });
});

describe("arrays", () => {
  it("are returned unchanged, in messages and in files", async () => {
    const place = folder();
    const one = await ready(place);
    const values = Array.from({ length: 100 }, (_, k) => k / 7);
    writeFileSync(join(place, "request-1"), bytesOf(...values));
    await one.call(current({ where: { case: "file", value: "request-1" } }));
    await one.call(current({ where: { case: "bytes", value: bytesOf(0.5) } }));
    expect(readdirSync(place)).toEqual([]);
    const long = await one.call(trace(0));
    expect(long).toMatchObject({
      value: { values: { where: { case: "file", value: "reply-1" } } },
    });
    const short = await one.call(trace(1));
    const where = short.case === "values" ? short.value.values?.where : undefined;
    expect(Buffer.from(where?.value as Uint8Array)).toEqual(Buffer.from(bytesOf(0.5)));
    one.input.end();
    await one.ended;
    expect(isGone(place)).toBe(true);
  });

  it("are refused if they are truncated, out of bounds, or missing", async () => {
    const place = folder();
    const one = await ready(place);
    writeFileSync(join(place, "cut"), new Uint8Array(12));
    const wheres = [
      { case: "bytes", value: new Uint8Array(7) },
      { case: "file", value: "cut" },
      { case: "file", value: "../passwd" },
      { case: "file", value: "absent" },
    ];
    for (const where of wheres) {
      const result = await one.call(current({ where }));
      expect(result).toMatchObject({
        value: { code: "SL_LINK_ARRAY", place: "values.values" },
      });
    }
    one.input.end();
    await one.ended;
  });

  it("are refused if there is no space for them", async () => {
    const place = folder();
    const one = await ready(place);
    const value = bytesOf(...Array.from({ length: 100 }, Math.sqrt));
    await one.call(current({ where: { case: "bytes", value } }));
    rmSync(place, { recursive: true });
    const result = await one.call(trace(0));
    expect(result).toMatchObject({ value: { code: "SL_LINK_ARRAY", place: "reply-1" } });
    one.input.end();
    await one.ended;
  });

  it("of lists have offsets that fit", async () => {
    const one = await ready();
    const offsets = (...entries: readonly number[]): object => ({
      where: { case: "bytes", value: new Uint8Array(Uint32Array.from(entries).buffer) },
    });
    const lists = (...entries: readonly number[]) =>
      pynn({
        case: "addCurrent",
        value: {
          kind: "x",
          parameters: {
            a: {
              values: {
                case: "lists",
                value: {
                  values: { where: { case: "bytes", value: bytesOf(1, 2) } },
                  offsets: offsets(...entries),
                },
              },
            },
          },
        },
      });
    expect((await one.call(lists(0, 1, 2))).case).toBe("made");
    for (const entries of [[], [0], [1, 2], [0, 3], [0, 2, 1, 2], [0, 1]]) {
      expect(codeOf(await one.call(lists(...entries)))).toBe("SL_LINK_VALUE");
    }
  });
});
