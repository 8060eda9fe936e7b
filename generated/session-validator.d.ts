// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit.

/** A rule that a value breaks: where, as a JSON pointer, and which. */
export interface ErrorObject {
  readonly instancePath: string;
  readonly params: { readonly missingProperty?: string };
  readonly message: string;
}

/** Whether a value is what the schema `Session` says; if not, `errors` says why until the next call. */
export declare const validate: {
  (value: unknown): boolean;
  readonly errors: readonly ErrorObject[] | null;
};
