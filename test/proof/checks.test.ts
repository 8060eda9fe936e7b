import { expect, test } from "vitest";
import { foundByOne } from "./found-by-one.ts";
import { servers } from "./servers.ts";

test.for(Object.entries(foundByOne))("%s is proven by a server that it alone finds", ([, server]) => {
  expect(servers.map(({ group, name }) => `${group}: ${name}`)).toContain(server);
});
