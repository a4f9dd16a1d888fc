// Writes what shaders are to do, and what the interpreter makes of it; one line of JSON for each.
import { steppedModels } from "../../test/stepped-models.ts";
import { kernelCase } from "./kernel-case.ts";
import { routineCases } from "./routine-case.ts";

for (const one of [...routineCases(), ...steppedModels.map(kernelCase)]) {
  console.log(JSON.stringify(one));
}
