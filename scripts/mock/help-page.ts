/** What the mock says to those who look at it: `GET /`, and the description at `GET /openapi.json`. */
import type { Operation } from "../../src/openapi/operation.ts";
import type { MockRequest } from "./request.ts";
import type { MockResponse } from "./responder.ts";

/** The response to a request for help; `undefined` for other requests. */
export function helpPage(
  description: object,
  operations: readonly Operation[],
  { method, target, headers }: MockRequest,
): MockResponse | undefined {
  if (method !== "GET" && method !== "HEAD") return undefined;
  const respond = (type: string, body: unknown) => ({
    status: 200,
    headers: new Headers({ "Content-Type": type }),
    body,
    notes: [],
  });
  if (target === "/openapi.json") return respond("application/json", description);
  if (target === "/") return respond("text/plain; charset=utf-8", helpText(operations, `http://${headers["host"]}`));
  return undefined;
}

/** What the mock is, and how to call it. */
export function helpText(operations: readonly Operation[], url: string): string {
  const list = operations.map(({ method, path }) => `  ${method} ${path}`).join("\n");
  return `This is a mock: it responds as its description says, and stores nothing.

${list}

${curlCommand(operations, url)}

The description:  ${url}/openapi.json
Any API key is valid. The header field Prefer chooses what happens:

  Prefer: code=404                 the response with this status code
  Prefer: code=201, example=full   this example of it
  Prefer: wait=2                   two seconds before the response
  Prefer: lose-response            the connection breaks after the request was acted upon
`;
}

/** A command that calls the first operation. */
export function curlCommand(operations: readonly Operation[], url: string): string {
  const [{ method, path, parameters, body } = { method: "GET", path: "/", parameters: [], body: undefined }] =
    operations;
  const filled = parameters.reduce(
    (text, { name, examples }) => text.replace(`{${name}}`, encodeURIComponent(String(examples[0]?.value ?? name))),
    path,
  );
  const json = body && `-H "Content-Type: ${body.mediaType}" -d '{}'`;
  const options = ['-H "Authorization: Bearer mock-key"', json].filter((text) => text !== undefined);
  return [`curl -X ${method} ${url}${filled}`, ...options].join(" \\\n     ");
}
