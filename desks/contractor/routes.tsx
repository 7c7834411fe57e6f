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
import { PageSkeleton } from "../ui/parts/PageSkeleton.tsx";
import { applicationSearchOf, applySearchOf } from "./application/search.ts";
import { readApplicationSearch } from "./applications/search.ts";
import { readSearch } from "./guarantees/search.ts";
import { Layout } from "./Layout.tsx";
import { readStatementSearch } from "./statements/search.ts";

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

// Guarantees, statements, account.
const guarantees = createRoute({
  getParentRoute: () => root,
  path: "/guarantees",
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import("./guarantees/Page.tsx"), "GuaranteesPage"),
});
const guarantee = createRoute({
  getParentRoute: () => root,
  path: "/guarantees/$id",
  component: lazyRouteComponent(() => import("./guarantee/Page.tsx"), "GuaranteePage"),
});
const amendment = createRoute({
  getParentRoute: () => root,
  path: "/guarantees/$id/amendment",
  component: lazyRouteComponent(() => import("./amendment/Page.tsx"), "AmendmentPage"),
});
const statements = createRoute({
  getParentRoute: () => root,
  path: "/statements",
  validateSearch: readStatementSearch,
  component: lazyRouteComponent(() => import("./statements/Page.tsx"), "StatementsPage"),
});
const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: lazyRouteComponent(() => import("./account/Page.tsx"), "ContractorAccountPage"),
});
const staff = createRoute({
  getParentRoute: () => root,
  path: "/staff",
  component: lazyRouteComponent(() => import("../shared/account/StaffPage.tsx"), "StaffPage"),
});
const records = [guarantees, guarantee, amendment, statements, account, staff];

// Applications.
const apply = createRoute({
  getParentRoute: () => root,
  path: "/apply",
  validateSearch: applySearchOf,
  component: lazyRouteComponent(() => import("./application/Page.tsx"), "ApplyPage"),
});
const application = createRoute({
  getParentRoute: () => root,
  path: "/applications/$id",
  validateSearch: applicationSearchOf,
  component: lazyRouteComponent(() => import("./application/Page.tsx"), "ApplicationPage"),
});
const applicationList = createRoute({
  getParentRoute: () => root,
  path: "/applications",
  validateSearch: readApplicationSearch,
  component: lazyRouteComponent(() => import("./applications/Page.tsx"), "ApplicationsPage"),
});
const applications = [apply, application, applicationList];

export const router = createRouter({
  routeTree: root.addChildren([start, ...records, ...applications]),
  basepath: "/contractor",
  defaultPreload: "intent",
  defaultPendingComponent: PageSkeleton,
  defaultPendingMs: 0,
  defaultPendingMinMs: 0,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
