import { afterEach, expect, test, vi } from "vitest";
import { createDariClient } from "../../src/index.ts";
import { clientOf, failureOf, listen, responding, session } from "./server.ts";

afterEach(() => void vi.unstubAllGlobals());

/** Takes away what is newer than some runtimes: React Native, Hermes, jsdom. */
function withoutNewParts(): () => void {
  const parts: [object, string][] = [
    [URL, "canParse"],
    [AbortSignal, "any"],
    [AbortSignal.prototype, "throwIfAborted"],
    [String.prototype, "isWellFormed"],
  ];
  const taken = parts.map(([holder, name]) => [holder, name, Object.getOwnPropertyDescriptor(holder, name)] as const);
  for (const [holder, name] of parts) Reflect.deleteProperty(holder, name);
  vi.stubGlobal("TextDecoder", undefined);
  return () => {
    for (const [holder, name, part] of taken) if (part) Object.defineProperty(holder, name, part);
  };
}

test("the client works in a runtime without newer parts of JavaScript and of the web", async () => {
  const putBack = withoutNewParts();
  try {
    const { url } = await listen((response, number, request) => {
      const detail = JSON.stringify({ detail: "The name \ud800 is odd: s3cret-token" });
      if (number === 0) return responding(201, JSON.stringify({ ...session, name: "Prüfung" }))(response, 0, request);
      return number === 1 ? responding(422, detail)(response, 1, request) : undefined;
    });
    const controller = new AbortController();
    const { sessions } = clientOf({ url });
    const params = { secrets: { TOKEN: "s3cret-token" } };
    expect((await sessions.create("agt_123", params)).name).toBe("Prüfung");
    const refused = await failureOf(sessions.create("agt_123", params));
    expect(refused.message).toContain("failed with status 422: The name is odd: [redacted].");
    const invalid = await failureOf(sessions.create("agt_\ud800"));
    expect(invalid.message).toBe("agent_id must be well-formed Unicode.");
    const stalled = failureOf(sessions.create("agt_123", params, { signal: controller.signal }));
    setTimeout(() => controller.abort("enough"), 50);
    expect(await stalled).toBe("enough");
    expect(() => createDariClient({ apiKey: "k", baseUrl: "no URL" })).toThrow(/^baseUrl must be/);
  } finally {
    putBack();
  }
});

test.for(["AbortController", "FormData", "Headers", "Response", "URL", "performance"])(
  "the client says that the runtime has no %s before it sends anything",
  (name) => {
    vi.stubGlobal(name, undefined);
    const error = (() => {
      try {
        return createDariClient({ apiKey: "k" });
      } catch (thrown) {
        return thrown;
      }
    })();
    vi.unstubAllGlobals();
    expect(error).toMatchObject({ name: "DariInputError", issues: [{ field: name }], outcome: "not-created" });
  },
);

test("the client can be imported where there is no Response", async () => {
  vi.stubGlobal("Response", undefined);
  const copy = await import("../../src/index.ts?without-response" as string);
  expect(copy.createDariClient).toBeTypeOf("function");
});

test.for([
  ["an app of React Native, whose key everybody can read", { product: "ReactNative" }, "dangerouslyAllowBrowser"],
  ["a browser", { userAgent: "Mozilla/5.0 Chrome/140.0" }, "dangerouslyAllowBrowser"],
])("the API key is refused in %s", ([, navigator, option]) => {
  vi.stubGlobal("navigator", navigator);
  expect(() => createDariClient({ apiKey: "k" })).toThrow(`unless ${option} is true`);
});

test("the user agent never names what the runtime doesn't, as at the edge of Next.js", async () => {
  const { url, received } = await listen();
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("process", { env: {} });
  const { sessions } = createDariClient({ apiKey: "k", baseUrl: url });
  vi.unstubAllGlobals();
  await sessions.create("agt_123");
  expect(received[0]?.headers["user-agent"]).toMatch(/^dari-sessions\/[\d.]+$/);
});
