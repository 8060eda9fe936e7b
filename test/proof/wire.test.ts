import { proveOnTheWire } from "./servers.ts";

proveOnTheWire();
