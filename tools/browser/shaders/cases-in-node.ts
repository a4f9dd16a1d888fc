// Writes jobs for shaders, and the interpreter's results for them; one line of JSON each.
import { steppedModels } from "../../test/stepped-models.ts";
import { kernelCase } from "./kernel-case.ts";
import { routineCases } from "./routine-case.ts";

for (const one of [...routineCases(), ...steppedModels.map(kernelCase)]) {
  console.log(JSON.stringify(one));
}
