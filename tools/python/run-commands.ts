// Runs many commands of `spikeloom` in one process, for the comparison tests.
// `node --conditions=@spikeloom/source tools/python/run-commands.ts commands.json`: the file contains a list of lists
// of
// arguments; the answer `commands.json.answers` contains exit codes and output.
import { readFileSync, writeFileSync } from "node:fs";
import { main } from "../../packages/cli/src/command.ts";

interface Answer {
  readonly code: number;
  /** Standard output, followed by standard error. */
  readonly printed: string;
  readonly complained: string;
}

/** Collect the output of a command, which is not a terminal. */
async function answer(args: readonly string[]): Promise<Answer> {
  const texts = { stdout: "", stderr: "" };
  const { stdout, stderr } = process;
  const own = { stdout: stdout.write, stderr: stderr.write };
  for (const name of ["stdout", "stderr"] as const) {
    process[name].write = (chunk: string | Uint8Array): boolean => {
      texts[name] += typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk);
      return true;
    };
  }
  try {
    const code = await main(args);
    return { code, printed: texts.stdout, complained: texts.stderr };
  } finally {
    Object.assign(stdout, { write: own.stdout });
    Object.assign(stderr, { write: own.stderr });
  }
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Name the file of commands.");
const answers: Answer[] = [];
for (const args of JSON.parse(readFileSync(file, "utf8")) as string[][]) {
  answers.push(await answer(args));
}
writeFileSync(`${file}.answers`, JSON.stringify(answers));
process.exitCode = 0;
