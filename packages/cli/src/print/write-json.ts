/** Print one JSON object on standard output; values without a JSON form become text or null. */
export function writeJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value, plain, 2)}\n`);
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
