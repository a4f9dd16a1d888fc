import { loadTrained } from "../compare/load-trained.ts";
import { measureTrained } from "../compare/measure-trained.ts";
import { exitCodes } from "../exit-codes.ts";
import { comparedText, differenceOf } from "../print/compared.ts";
import { writeJson } from "../print/write-json.ts";
import { chooseStack, type StackChoice } from "../stack/choose-stack.ts";

/** What `spikeloom compare` is given. */
export interface CompareCommandOptions extends StackChoice {
  readonly allowOutside?: boolean;
  readonly json?: boolean;
}

/** Measure two trained networks on their tests, and print them beside each other. */
export async function compareCommand(
  first: string,
  second: string,
  options: CompareCommandOptions,
): Promise<number> {
  const { allowOutside, json } = options;
  const stack = await chooseStack(first, options);
  const one = measureTrained(await loadTrained(first, { stack, allowOutside }));
  const other = measureTrained(await loadTrained(second, { stack, allowOutside }));
  if (json === true) writeJson({ first: one, second: other, difference: differenceOf(one, other) });
  else process.stdout.write(comparedText(one, other));
  return exitCodes.fine;
}
