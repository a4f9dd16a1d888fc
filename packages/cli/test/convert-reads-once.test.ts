import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000 });

const opened = vi.fn();

const place = workplace();
afterAll(() => {
  vi.doUnmock("@spikeloom/files");
  vi.resetModules();
  place.remove();
});
beforeAll(() => {
  cpSync(fileURLToPath(new URL("lems/", import.meta.url)), place.folder, { recursive: true });
});

it("opens a simulation of LEMS once", async () => {
  // Test files share their modules, so those that open files may already be loaded.
  vi.resetModules();
  vi.doMock(import("@spikeloom/files"), async (original) => {
    const own = await original();
    return {
      ...own,
      openPlainFile: (path: string) => {
        opened(path);
        return own.openPlainFile(path);
      },
    };
  });
  const { convertCommand } = await import("../src/commands/convert.ts");
  const file = place.path("LEMS_pair.xml");
  const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await convertCommand(file, {
      to: "spikeloom-network",
      out: place.path("pair"),
    });
  } finally {
    printed.mockRestore();
  }
  expect(opened.mock.calls).toEqual([[file]]);
});
