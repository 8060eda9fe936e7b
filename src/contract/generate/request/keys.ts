/** The keys of a run. */
import type { Key, ResolvedOptions } from "../../options.ts";

/** A key, and the environment variable that stands for it in command lines. */
type NamedKey = Required<Key>;

/** The keys of a run: those of single security schemes, and one for all others. */
export class Keys {
  readonly #others: NamedKey;
  readonly #byScheme: ReadonlyMap<string, NamedKey>;

  constructor({ apiKey, keyVariable, keys }: Pick<ResolvedOptions, "apiKey" | "keyVariable" | "keys">) {
    this.#others = { value: apiKey, variable: keyVariable };
    this.#byScheme = new Map(
      Object.entries(keys).map(([scheme, { value, variable = keyVariable }]) => [scheme, { value, variable }]),
    );
  }

  /** The key of a security scheme. */
  of(scheme: string): NamedKey {
    return this.#byScheme.get(scheme) ?? this.#others;
  }

  /** What no response may return: each key, and the password of `user:password`. */
  get secrets(): string[] {
    const values = [this.#others, ...this.#byScheme.values()].map(({ value }) => value);
    const passwords = values.flatMap((value) => (value.includes(":") ? [value.slice(value.indexOf(":") + 1)] : []));
    return [...values, ...passwords];
  }
}
