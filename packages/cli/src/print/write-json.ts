/** Print one JSON object on standard output; what has no JSON form becomes text or null. */
export function writeJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value, plain, 2)}\n`);
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
