import { describe, expect, it } from "vitest";
import { assemblies } from "./mistakes/assemblies.ts";
import { attributes } from "./mistakes/attributes.ts";
import { connections } from "./mistakes/connections.ts";
import { neuronTypes } from "./mistakes/neuron-types.ts";
import { others } from "./mistakes/others.ts";
import { populations } from "./mistakes/populations.ts";
import { recordings } from "./mistakes/recordings.ts";
import { onClock, textFiles } from "./on-clock.ts";

const kinds = {
  neuronTypes,
  populations,
  recordings,
  assemblies,
  connections,
  attributes,
  others,
};

describe.each(Object.entries(kinds))("mistakes that TypeScript refuses in %s", (_, mistakesOf) => {
  const mistakes = Object.entries(mistakesOf(onClock({ files: textFiles() })));

  it.each(mistakes)(
    "%s is refused at run time, the correct form is not",
    async (_what, mistake) => {
      await mistake.right();
      const wrong = async (): Promise<unknown> => await mistake.wrong();
      if ("answer" in mistake) expect(await wrong()).toBe(mistake.answer);
      else await expect(wrong()).rejects.toThrow(/SL_|not extensible/);
    },
  );
});
