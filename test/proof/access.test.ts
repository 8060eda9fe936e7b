import { prove } from "./servers.ts";

prove("access");
