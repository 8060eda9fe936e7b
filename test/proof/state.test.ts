import { prove } from "./servers.ts";

prove("state");
