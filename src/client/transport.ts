import { sleep } from "./abort.ts";
import { Attempt } from "./attempt.ts";
import { DariInputError } from "./errors.ts";
import { checkHeaderNames } from "./headers.ts";
import { checkCallOptions, type Settings } from "./options.ts";
import type { Call, ClientRequest } from "./request.ts";

/**
 * Makes the function that openapi-fetch sends its requests with: with the API key, within the timeouts, and again where
 * that is safe. It resolves to the response of the last attempt, whatever its status.
 *
 * It throws a `DariInputError`, `DariConnectionError`, `DariTimeoutError` or `DariContractError`, or the reason of the
 * signal that aborts the call.
 */
export function createTransport(settings: Settings): (request: ClientRequest) => Promise<Response> {
  return async (request) => {
    const call = startCall(settings, request);
    for (let number = 1; ; number++) {
      const result = await new Attempt(call, number).send();
      if ("response" in result) return result.response;
      // After an abort, the next attempt throws the reason before it does anything.
      await sleep(result.delay, call.signals);
    }
  };
}

/** @throws {DariInputError} if the options of the call are invalid, or if the request would go to another server */
function startCall(settings: Settings, request: ClientRequest): Call {
  const { url, headers, signal, timeout = settings.timeout, maxRetries = settings.maxRetries } = request;
  const issues = [...checkCallOptions({ signal, timeout, maxRetries }), ...checkHeaderNames(headers.keys())];
  if (!url.startsWith(`${settings.baseUrl}/`)) {
    issues.push({ field: "url", message: "must begin with the baseUrl of the client, which sends its API key there" });
  }
  // openapi-fetch leaves the template as it is if there are no path parameters.
  if (url.includes("{")) issues.push({ field: "params.path", message: "is missing" });
  if (!settings.customFetch && typeof globalThis.fetch !== "function") {
    issues.push({ field: "fetch", message: "is missing in this runtime: pass { fetch }" });
  }
  if (issues.length > 0) throw new DariInputError(issues);
  const signals = [settings.signal, signal].filter((each) => each !== undefined && each !== null);
  return { ...settings, request, signals, timeout, maxRetries, deadline: performance.now() + timeout };
}
