/**
 * Properties of records. Every object inherits some from Object.prototype: under their names a record has what is its own or comes
 * from a class of its own, as from a getter there, and nothing otherwise.
 */

/** Whether objects without properties have something under the name. */
export function isInherited(name: string | number): boolean {
  return name in Object.prototype;
}

/** What `record` has under a name that `isInherited`. */
export function readInherited(record: object, name: string | number): unknown {
  for (let at: object | null = record; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, name)) return Reflect.get(at, name, record);
  }
  return undefined;
}

/** What any record has under any name. */
export function readProperty(record: object, name: string | number): unknown {
  return isInherited(name) ? readInherited(record, name) : (record as Record<string | number, unknown>)[name];
}

/** Assigned under an inherited name it would change what the object is, or be refused where Object.prototype is frozen. */
export function setProperty(record: object, name: string, value: unknown): void {
  if (!isInherited(name)) (record as Record<string, unknown>)[name] = value;
  else Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
}
