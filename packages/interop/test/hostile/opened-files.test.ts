import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it, vi } from "vitest";
import { defaultStack } from "../../../../tools/test/default-stack.ts";
import { scriptFlags } from "../../../../tools/test/script-flags.ts";
import { collectSeeds } from "./seeds.ts";

vi.setConfig({ testTimeout: 120_000 });

const place = realpathSync(mkdtempSync(join(tmpdir(), "opened-files-")));
afterAll(() => rmSync(place, { recursive: true }));

interface Report {
  /** Codes of the files read. */
  readonly outcomes: Readonly<Record<string, string>>;
  readonly opened: readonly string[];
}

/** Names that lead to a file outside, in each way that a name can. */
const ways = ["../secret.txt", join(place, "secret.txt"), "link.txt", "up/secret.txt"];

/** Every quoted text of a seed that names another file, replaced by a name that leads outside. */
function outside(text: string, names: readonly string[], way: string): string {
  return text.replace(/"[^"\n]*"/g, (quoted) => {
    const last = quoted.slice(1, -1).split("/").at(-1);
    return names.some((name) => name.split("/").at(-1) === last) ? JSON.stringify(way) : quoted;
  });
}

/** The same in bytes, with names of the same length: `./` leads nowhere else. */
function outsideBytes(bytes: Uint8Array, names: readonly string[], way: string): Buffer {
  const changed = Buffer.from(bytes);
  for (const name of names) {
    const room = name.length - way.length;
    const at = changed.indexOf(name);
    if (at < 0 || room < 0 || way.startsWith("/")) continue;
    changed.write(`${"./".repeat(room / 2)}${room % 2 === 1 ? "/" : ""}${way}`, at);
  }
  return changed;
}

/** Write files that refer outside, each in a separate folder; returns the first of each. */
async function writeTraps(): Promise<readonly string[]> {
  writeFileSync(join(place, "secret.txt"), "secret");
  const seeds = await collectSeeds(defaultStack);
  return seeds
    .filter(({ files }) => Object.keys(files).length > 1)
    .flatMap(({ format, files }, k) =>
      ways.flatMap((way, w) => {
        const folder = join(place, `${format}-${k}-${w}`);
        const names = Object.keys(files);
        let isTrap = false;
        for (const [name, bytes] of Object.entries(files)) {
          const path = join(folder, name);
          mkdirSync(dirname(path), { recursive: true });
          const text = new TextDecoder().decode(bytes);
          const isText = !text.includes("\ufffd");
          const changed = isText
            ? Buffer.from(outside(text, names, way))
            : outsideBytes(bytes, names, way);
          // No reader of a network opens a simulation in the same folder.
          const isRead = name === names[0] || !name.startsWith("LEMS_");
          isTrap ||= isRead && !changed.equals(bytes);
          writeFileSync(path, changed);
        }
        if (!isTrap) return [];
        symlinkSync("../secret.txt", join(folder, "link.txt"));
        symlinkSync("..", join(folder, "up"));
        return `${format}:${join(folder, names[0] ?? "")}`;
      }),
    );
}

it("opens nothing outside the folder of a file, as the system reports", async () => {
  const traps = await writeTraps();
  expect(traps.length).toBeGreaterThanOrEqual(8);
  const program = fileURLToPath(new URL("read-files.ts", import.meta.url));
  const log = join(place, "opened.log");
  const node = [process.execPath, ...scriptFlags, program, ...traps];
  // Without that program, the list of files that Node is asked to open must suffice.
  const isTraced = spawnSync("strace", ["-V"]).status === 0;
  const trace = ["strace", "-f", "-qq", "-s", "4096", "-e", "trace=openat,open", "-o", log];
  const [first = "", ...args] = [...(isTraced ? trace : []), ...node];
  const { status, stdout, stderr } = spawnSync(first, args, {
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  expect([status, stderr.toString()]).toEqual([0, ""]);
  const report = JSON.parse(stdout.toString()) as Report;
  // A network of ours names its data without opening them.
  for (const [trap, code] of Object.entries(report.outcomes)) {
    expect(code, trap).toMatch(trap.startsWith("spikeloom-network") ? /^(read|SL_)/ : /^SL_/);
  }
  expect(Object.values(report.outcomes)).toContain("SL_FORMAT_OUTSIDE");
  const traced = isTraced ? readFileSync(log, "utf8") : "";
  const seen = [...traced.matchAll(/open(?:at)?\((?:AT_FDCWD, )?"([^"]*)"/g)];
  const ours = [...report.opened, ...seen.map(([, path]) => path ?? "")].filter((path) =>
    path.startsWith(place),
  );
  // The first file of each is opened; the file outside is not, by no name that leads to it.
  expect(ours.length).toBeGreaterThanOrEqual(traps.length);
  expect(ours.filter((path) => /secret|link\.txt/.test(path))).toEqual([]);
});
