/** Functions that WGSL lacks, or leaves undefined where an operator of the form is exact. */
export type LibraryName =
  | "rounded"
  | "special"
  | "least"
  | "greatest"
  | "lesser"
  | "greater"
  | "rotate_left"
  | "to_i32"
  | "to_f32"
  | "to_f32_unsigned";

const isNan = (name: string): string => `(bitcast<u32>(${name}) & 0x7fffffffu) > 0x7f800000u`;

const ofEqual = (name: string, bitwise: "&" | "|", comparison: "<" | ">"): string => `
fn ${name}(a: f32, b: f32) -> f32 {
  if (${isNan("a")} || ${isNan("b")}) { return a + b; }
  if (a == b) { return bitcast<f32>(bitcast<u32>(a) ${bitwise} bitcast<u32>(b)); }
  return select(b, a, a ${comparison} b);
}`;

/** The functions that are added to a module which uses them. */
export const library: Readonly<Record<LibraryName, string>> = {
  // The uniform holds a zero that is unknown to compilers, so x must be rounded before it is used.
  rounded: `
fn rounded(x: f32) -> f32 {
  return bitcast<f32>(bitcast<u32>(x) ^ given.zero);
}`,
  // Infinities, NaN, subnormal numbers and -0: a literal of these, or a cast of one, is rejected or lost.
  special: `
fn special(bits: u32) -> f32 {
  return bitcast<f32>(bits);
}`,
  // Equal numbers differ at most in the sign of zero.
  least: ofEqual("least", "|", "<"),
  greatest: ofEqual("greatest", "&", ">"),
  lesser: `
fn lesser(a: f32, b: f32) -> f32 {
  return select(b, a, a < b);
}`,
  greater: `
fn greater(a: f32, b: f32) -> f32 {
  return select(b, a, a > b);
}`,
  rotate_left: `
fn rotate_left(word: i32, count: i32) -> i32 {
  let x = bitcast<u32>(word);
  let by = bitcast<u32>(count) & 31u;
  return bitcast<i32>((x << by) | (x >> ((32u - by) & 31u)));
}`,
  // The range of a conversion ends at the last float in the range of i32, not at the last i32.
  to_i32: `
fn to_i32(x: f32) -> i32 {
  if (${isNan("x")}) { return 0i; }
  if (x >= 2147483648.0f) { return 0x7fffffffi; }
  if (x <= -2147483648.0f) { return i32(-2147483648); }
  return i32(x);
}`,
  // A conversion may round either way. Both halves are exact, and so is the product.
  to_f32: `
fn to_f32(x: i32) -> f32 {
  return f32(x >> 16u) * 65536.0f + f32(x & 0xffffi);
}`,
  to_f32_unsigned: `
fn to_f32_unsigned(x: u32) -> f32 {
  return f32(x >> 16u) * 65536.0f + f32(x & 0xffffu);
}`,
};
