import type { Route } from "./route.ts";

/** Every REST operation that this GitHub knows. Each room has its own table; they are joined here. */
export const routes: readonly Route[] = [];
