import { SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { processorTime } from "../../../tools/test/processor-time.ts";
import { readNetwork } from "../src/index.ts";

function failure(text: string): SpikeLoomError {
  try {
    readNetwork(text, { place: "net.json" });
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return fault;
    throw fault;
  }
  throw new Error("nothing failed");
}

const head = `{"format":"spikeloom-network","version":1`;

describe("a duplicate name in a record", () => {
  it.each([
    ["a field", `${head},\n"seed":1,"seed":2,"populations":{}}`, "seed", "net.json line 2"],
    [
      "a population",
      `${head},"populations":{\n"E":{"model":"m","size":1},\n"\\u0045":{"model":"m","size":2}}}`,
      "E",
      "net.json line 3: populations",
    ],
    [
      "a field of the second entry of a list",
      `${head},"populations":{},"record":[{"a":1,"b":{"a":2}},{"x\\"{":[{"a":1}],"a":"}","a":1}]}`,
      "a",
      "net.json line 1: record[1]",
    ],
  ])("is refused with its place: %s", (_, text, name, place) => {
    const error = failure(text);
    expect([error.code, error.place, error.got]).toEqual([
      "SL_JSON_DUPLICATE",
      place,
      `"${name}" twice`,
    ]);
  });

  it("is distinguished from one in several records, and from values", () => {
    const text = `${head},"populations":{"A":{"model":"A","size":1},"B":{"model":"A","size":1}}}`;
    expect(Object.keys(readNetwork(text).populations)).toEqual(["A", "B"]);
  });

  it("is found quickly in a file of a million entries", () => {
    const times = Array.from({ length: 500_000 }, (_, k) => `"${k} ms"`).join(",");
    const long = `${head},"populations":{"A":{"model":"m","size":1,"times":[${times}],"size":2}}}`;
    const start = processorTime();
    expect(failure(long).code).toBe("SL_JSON_DUPLICATE");
    // Half a second here; the square of its length would be hours.
    expect(processorTime() - start).toBeLessThan(10_000);
  });
});

describe("control characters", () => {
  it.each([
    [
      "a projection's name",
      `"projections":[{"name":"a\\u001b[2J"}]`,
      "projections[0].name",
      "U+001B",
    ],
    ["a line break in a name", `"name":"a\\nb"`, "name", "U+000A"],
    ["a text that turns around", `"about":"a\\u202eb"`, "about", "U+202E"],
    ["a field", `"a\\u0007b":1`, "the network", "U+0007"],
  ])("are refused with their place: %s", (_, field, place, got) => {
    const { code, others } = failure(`${head},"populations":{},${field}}`);
    const error = failure(`${head},"populations":{},${field}}`);
    const all = [error, ...others];
    expect(code).toMatch(/^SL_/);
    expect(all.map((one) => [one.code, one.place, one.got])).toContainEqual([
      "SL_CONTROL_CHARACTER",
      `net.json: ${place}`,
      got,
    ]);
  });

  it("that format a text are allowed in it", () => {
    expect(readNetwork(`${head},"populations":{},"about":"a\\n\\tb"}`).about).toBe("a\n\tb");
  });
});
