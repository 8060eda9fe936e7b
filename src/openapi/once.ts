/** What is made for each key once: making it again takes time. */
export class Once<K, V> {
  readonly #made = new Map<K, { readonly value: V }>();

  of(key: K, make: () => V): V {
    const made = this.#made.get(key) ?? { value: make() };
    this.#made.set(key, made);
    return made.value;
  }
}
