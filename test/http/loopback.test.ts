import { expect, test } from "vitest";
import { isLoopback } from "../../src/http/loopback.ts";

test.for(["http://localhost:1", "http://api.localhost", "http://127.1.2.3/", "http://0x7f.1", "http://[::1]:4010"])(
  "%s is this machine",
  (url) => expect(isLoopback(new URL(url).hostname)).toBe(true),
);

test.for([
  ...["http://127.0.0.1.example.com", "http://localhost.example.com", "http://example.com/a.localhost/"],
  ...["http://10.0.0.1", "http://notlocalhost", "http://[::2]"],
])("%s is another machine", (url) => expect(isLoopback(new URL(url).hostname)).toBe(false));
