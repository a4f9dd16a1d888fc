import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createStack, defineFormat, readFormat } from "@spikeloom/kernel";
import { afterAll, describe, expect, it } from "vitest";
import { type OpenBeside, openBeside, openPlainFile, sourceOfFile } from "../src/index.ts";

const place = mkdtempSync(join(tmpdir(), "beside-"));
afterAll(() => rmSync(place, { recursive: true }));
const folder = join(place, "inside");
mkdirSync(join(folder, "deep"), { recursive: true });
writeFileSync(join(place, "secret.txt"), "secret");
writeFileSync(join(folder, "main.txt"), "main");
writeFileSync(join(folder, "deep", "part.txt"), "part");
symlinkSync("../secret.txt", join(folder, "link.txt"));
symlinkSync("..", join(folder, "up"));
symlinkSync("deep/part.txt", join(folder, "short.txt"));

const stack = createStack({ plugins: [] });

/** Read main.txt by a format that requests one other file, and return its text. */
async function textBeside(name: string, allowOutside = false): Promise<string> {
  const path = join(folder, "main.txt");
  const main = openPlainFile(path);
  const open: OpenBeside = openBeside(path, allowOutside);
  let text = "";
  const format = defineFormat({
    name: "parts",
    about: "Text in parts.",
    extensions: [".txt"],
    holds: ["network"],
    options: {},
    losses: {},
    async read(_, { beside }) {
      const [one] = await Promise.all([beside(name), beside(name)]);
      text = new TextDecoder().decode(await one.read(0, one.size));
      const network = { format: "spikeloom-network", version: 1, populations: {} } as const;
      return { thing: { holds: "network", network }, losses: [] };
    },
  });
  try {
    const { beside } = open;
    await readFormat(format, sourceOfFile(path, main), { stack, beside, allowOutside });
  } finally {
    open.close();
    main.close();
  }
  return text;
}

describe("further files of a format on disk", () => {
  it.each(["deep/part.txt", "./deep/../deep/part.txt", "short.txt"])(
    "are opened below its folder: %s",
    async (name) => expect(await textBeside(name)).toBe("part"),
  );

  it.each(["link.txt", "up/secret.txt", "../secret.txt", join(place, "secret.txt")])(
    "are opened outside of it only if that is allowed: %s",
    async (name) => {
      await expect(textBeside(name)).rejects.toMatchObject({ code: "SL_FORMAT_OUTSIDE" });
      expect(await textBeside(name, true)).toBe("secret");
    },
  );

  it.each([
    ["nowhere.txt", "there is no such file or folder"],
    ["deep", "it is a folder"],
  ])("are reported with a code if they are missing: %s", async (name, reason) => {
    await expect(textBeside(name)).rejects.toMatchObject({
      code: "SL_FORMAT_MISSING",
      message: expect.stringContaining(reason),
    });
  });
});
