// Compares with training frameworks, which take gigabytes: creates an environment with them in a folder, runs their
// layers and networks step by step there, and compares ours: `npx -y pnpm@12 test:peers FOLDER`.
// `--write` stores their results for the tests that run without them. `LAVA_SOURCE` is a folder with the source of
// Lava.
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { closeSteps, runStep, type StepResult } from "./steps.ts";

const root = resolve(import.meta.dirname, "..");
const scripts = join(root, "tools/python/peers");
const { options, names } = readToolArguments("test:peers", "FOLDER [--write]");
const [given = ""] = names;
const folder = resolve(given);
const windows = process.platform === "win32";
const python = join(folder, windows ? "env/Scripts/python.exe" : "env/bin/python");
const host = process.env["SPIKELOOM_PYTHON"] ?? (windows ? "python" : "python3");

async function prepare(): Promise<StepResult> {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(python)) {
    const made = await runStep("environment", [host, "-m", "venv", join(folder, "env")]);
    if (made.failed > 0) return made;
  }
  const pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"];
  const own = await runStep("environment", [...pip, "-r", join(scripts, "requirements.txt")]);
  // sinabs and Rockpool require an older version, which has no reset value, and work with this one.
  const graphs = await runStep("environment", [...pip, "--no-deps", "nir==1.0.8", "nirtorch==2.6"]);
  return own.failed > 0 ? own : graphs;
}

const results = [await prepare()];
if (results.every(({ failed }) => failed === 0)) {
  const vectors = join(folder, "vectors");
  mkdirSync(vectors, { recursive: true });
  const rules = [python, "-W", "ignore", join(scripts, "step_rules.py")];
  results.push(await runStep("libraries", [...rules, vectors, "--all"]));
  if (options.has("--write")) {
    const kept = join(root, "plugins/frameworks/test/vectors");
    results.push(await runStep("kept", [...rules, kept]));
    const passes = [python, "-W", "ignore", join(scripts, "nir_passes.py")];
    const graphs = join(root, "packages/interop/test/nir/vectors");
    results.push(await runStep("graphs", [...passes, graphs]));
    const own = join(folder, "ours");
    mkdirSync(own, { recursive: true });
    const write = join(root, "tools/python/write-our-graphs.ts");
    results.push(await runStep("ours", ["node", "--conditions=@spikeloom/source", write, own]));
    const run = [python, "-W", "ignore", join(scripts, "our_graphs.py"), own, graphs];
    results.push(await runStep("ours there", run));
    results.push(await runStep("format", ["biome", "format", "--write", graphs]));
  }
  if (readdirSync(vectors).length === 0) throw new Error(`${vectors} is empty`);
  const env = { ...process.env, SPIKELOOM_PEER_VECTORS: vectors };
  const test = ["vitest", "run", "plugins/frameworks/test/step-rules.test.ts"];
  results.push(await runStep("ours", test, { env }));
}
closeSteps(results);
