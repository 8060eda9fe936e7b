import { prove } from "./servers.ts";

prove("broken state");
