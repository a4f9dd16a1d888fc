/**
 * Read an own property of a record.
 *
 * Names chosen by an author may equal inherited ones, such as `constructor`.
 */
export function ownValue<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
