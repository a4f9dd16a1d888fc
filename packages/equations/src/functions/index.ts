export { hostFunctions } from "./host.ts";
export { javascriptF32, javascriptF64 } from "./javascript.ts";
export type { Operations, Precision } from "./operations.ts";
export { polynomial } from "./polynomial.ts";
export { hasProducts, powerByProducts } from "./products.ts";
export { applyBuiltIn, builtIns, type FunctionName, isLong } from "./table.ts";
