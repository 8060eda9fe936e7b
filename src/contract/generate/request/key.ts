/** The keys that a run is given. */

/** The key of a security scheme. */
export interface Key {
  /** The key; for the scheme `basic` it is `user:password`. */
  readonly value: string;
  /** The environment variable that stands for it in command lines. @default the `keyVariable` of the run */
  readonly variable?: string | undefined;
}

/** The keys of a run: those of single security schemes, and one for all others. */
export interface KeyOptions {
  readonly apiKey: string;
  readonly keyVariable: string;
  readonly keys: Readonly<Record<string, Key>>;
}
