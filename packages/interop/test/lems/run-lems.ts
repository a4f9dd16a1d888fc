import { bytesSource } from "@spikeloom/kernel";
import { type Result, run } from "@spikeloom/simulate";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { type LemsSimulation, lemsFiles, readLems } from "../../src/lems/index.ts";

/** A simulation that ran, and the lines of its requested files. */
export interface LemsRun {
  readonly simulation: LemsSimulation;
  readonly result: Result;
  readonly files: readonly (readonly string[])[];
}

/** Read and run a file of LEMS. */
export async function runLems(text: string): Promise<LemsRun> {
  const simulation = await readLems(bytesSource("a.xml", new TextEncoder().encode(text)));
  const result = await run(simulation.network, { stack, backend: stack.get("backend", "clock") });
  const files: string[][] = [];
  for await (const { pieces } of lemsFiles(result, simulation)) {
    let whole = "";
    for await (const piece of pieces) whole += new TextDecoder().decode(piece);
    files.push(whole.trim().split("\n"));
  }
  return { simulation, result, files };
}

/** The numbers in a line. */
export function numbersIn(line: string): readonly number[] {
  return line.split("\t").map(Number);
}
