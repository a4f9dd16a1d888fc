/**
 * Read what a record itself has under a name.
 *
 * Names of an author's own may be those that every record inherits, such as `constructor`.
 */
export function ownValue<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
