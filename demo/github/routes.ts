import { appRoutes } from "./auth/app-routes.ts";
import { conversionRoute } from "./manifest/conversion-route.ts";
import { metaRoutes } from "./frame/meta-routes.ts";
import { platformRoutes } from "./platform-routes.ts";
import type { Route } from "./route.ts";
import { hookRoutes } from "./webhooks/hook-routes.ts";

/** Every REST operation that this GitHub knows. Each room has its own table; they are joined here. */
export const routes: readonly Route[] = [
  ...metaRoutes,
  ...appRoutes,
  ...hookRoutes,
  conversionRoute,
  ...platformRoutes,
];
