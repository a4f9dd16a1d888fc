import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { workplace } from "./spikeloom.ts";

const place = workplace();
afterAll(() => place.remove());

const network = '{"format": "spikeloom-network",\n"version": 1, "populations": {}}';
const files: Readonly<Record<string, string | Uint8Array>> = {
  "empty.json": "",
  "blank.json": " \n\n",
  "utf16.json": new Uint8Array(Buffer.from(`\ufeff${network}`, "utf16le")),
  "latin1.json": new Uint8Array(Buffer.from(network.replace("1", '"\u00c9"'), "latin1")),
  "nan.json": network.replace("1", "NaN"),
  "cut.json": network.slice(0, 50),
  "deep.json": '{"format":'.repeat(5000),
  "words.txt": "hello world\n",
  "bad.xml": "<a><b></a>",
  "garbage.h5": Uint8Array.from({ length: 300 }, (_, k) => (k * 77) & 255),
};
for (const [name, text] of Object.entries(files)) writeFileSync(place.path(name), text);
mkdirSync(place.path("folder.json"));
symlinkSync("loop2.json", place.path("loop.json"));
symlinkSync("loop.json", place.path("loop2.json"));
symlinkSync("nowhere.json", place.path("dangling.json"));
const unreadable = ["folder.json", "loop.json", "dangling.json", "none.json"];

const commands: Readonly<Record<string, readonly string[]>> = {
  check: [],
  inspect: [],
  convert: ["--to", "spikeloom-network", "--out", "out.json"],
};

describe.each(Object.entries(commands))("%s", (command, options) => {
  it.each([...Object.keys(files), ...unreadable])("names the file %j once", async (file) => {
    const { code, stderr } = await place.run(command, file, ...options);
    expect(code).toBe(1);
    const [head = "", , ...lines] = stderr.split("\n");
    const [, named = ""] = /^SL_[A-Z0-9_]+ at (.+)$/.exec(head) ?? [];
    expect(named.split(file)).toHaveLength(2);
    if (unreadable.includes(file)) return;
    expect(lines.filter((line) => /^ {2}expected {2}/.test(line))).not.toEqual([]);
    expect(lines.filter((line) => /^ {2}got {7}/.test(line))).not.toEqual([]);
  });
});
