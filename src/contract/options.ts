/** What a run is given. */
import type { CheckName } from "./check/codes.ts";

/** Something that a server is known not to do, such as a mock that returns nothing of what it was sent. */
export interface Limit {
  /** The check that can't be made; all checks when left out. */
  readonly check?: CheckName;
  /** A part of the ids of the cases; all cases when left out. */
  readonly cases?: string;
  /** Why: it is printed with what was skipped. */
  readonly reason: string;
}

/** Options of {@link runContract}. */
export interface ContractOptions {
  /** The OpenAPI 3.1 document, bundled into one object. */
  readonly spec: unknown;
  /** Where the server is; what the document's paths are appended to. */
  readonly baseUrl: string | URL;
  /** The key that the document's `security` asks for. @default "" */
  readonly apiKey?: string | undefined;
  /** Values by name for what must exist on the server, such as `{ agent_id: "agt_123" }`. @default the examples */
  readonly known?: Readonly<Record<string, string>> | undefined;
  /** The seed of the random cases. @default 1 */
  readonly seed?: number | undefined;
  /** Random cases of each operation. @default 30 */
  readonly runs?: number | undefined;
  /** Requests at a time. @default 8 */
  readonly concurrency?: number | undefined;
  /** Milliseconds that each request may take. @default 5000 */
  readonly timeout?: number | undefined;
  /** Valid requests that may be sent, each of which may create something. @default 300 */
  readonly maxCreates?: number | undefined;
  /** Only the cases whose id, title or pointer contains this text; a valid request comes first and is judged, too. */
  readonly only?: string | undefined;
  /** The environment variable that stands for the key in what is printed. @default "API_KEY" */
  readonly keyVariable?: string | undefined;
  /** What the server is known not to do. */
  readonly limits?: readonly Limit[] | undefined;
  /** Is told how far the run is. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}
