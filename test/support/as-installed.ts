/**
 * Loaded before an example: `dari-sessions` is this project's source, as if it were installed, and what is meant for the
 * API goes to the mock at MOCK_URL, with MOCK_PREFER for its choice of an answer.
 */
import { registerHooks } from "node:module";
import { sourceOf } from "./entry-points.ts";

registerHooks({
  resolve: (specifier, context, next) => next(sourceOf(specifier) ?? specifier, context),
});

const { MOCK_URL = "", MOCK_PREFER } = process.env;
const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  const toMock = (url: string) => url.replace("https://api.dari.dev", MOCK_URL);
  const request =
    input instanceof Request ? new Request(toMock(input.url), input) : new Request(toMock(String(input)), init);
  if (MOCK_PREFER) request.headers.set("Prefer", MOCK_PREFER);
  return fetch(request);
};
