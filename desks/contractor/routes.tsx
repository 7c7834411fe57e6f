/** The pages of the contractor's desk; every page is loaded when it is first opened. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { NotFound } from "../shared/NotFound.tsx";
import { Layout } from "./Layout.tsx";

const root = createRootRoute({
  component: () => (
    <Layout>
      <Outlet />
    </Layout>
  ),
  notFoundComponent: NotFound,
});

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/guarantees" });
  },
});

const guarantees = createRoute({
  getParentRoute: () => root,
  path: "/guarantees",
  component: lazyRouteComponent(() => import("./guarantees/Page.tsx"), "GuaranteesPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([start, guarantees]),
  basepath: "/contractor",
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
