export {
  type Dimension,
  dimensionless,
  divideDimensions,
  multiplyDimensions,
  powerDimension,
  sameDimension,
} from "./dimension.ts";
export {
  QUANTITY_NAN,
  QUANTITY_RANGE,
  QUANTITY_SYNTAX,
  UNIT_MISMATCH,
  UNIT_SYNTAX,
  UNKNOWN_UNIT,
} from "./errors.ts";
export { formatDimension } from "./format-dimension.ts";
export { formatInternal, fromInternal, internalScale, toInternal, toSI } from "./internal.ts";
export { formatQuantity, parseQuantity, type Quantity } from "./quantity.ts";
export { type DisplayUnit, displayUnits } from "./readable.ts";
export { findUnit, type Unit, unitNames } from "./unit.ts";
export { parseUnit } from "./unit-text.ts";
