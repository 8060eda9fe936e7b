/** Functions of lists. */

/** The first of the items with each key. */
export function distinctBy<T>(items: readonly T[], keyOf: (item: T) => unknown): T[] {
  const keys = new Set<string>();
  return items.filter((item) => {
    const key = JSON.stringify(keyOf(item));
    const isNew = !keys.has(key);
    keys.add(key);
    return isNew;
  });
}

/** Pairs each item with one of the variants in turn: all of them are used, but not each with each. */
export function inTurn<T, V>(items: readonly T[], variants: readonly V[]): [T, V][] {
  return items.map((item, index) => [item, variants[index % variants.length] as V]);
}

/** Divides items between those that pass a test and the others. */
export function partition<T>(items: readonly T[], passes: (item: T) => boolean): [passing: T[], others: T[]] {
  return [items.filter(passes), items.filter((item) => !passes(item))];
}

/** At most so many items that every key keeps one: of each key as many as of the others. */
export function fewOfEach<T>(items: readonly T[], most: number, keyOf: (item: T) => unknown): T[] {
  if (items.length <= most) return [...items];
  const groups = [...groupBy(items, keyOf).values()];
  const each = Math.max(1, Math.floor(most / groups.length));
  return groups.flatMap((group) => group.slice(0, each));
}

/** The items by the key of each, in the order in which the keys come. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
