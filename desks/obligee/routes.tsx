/** The pages of the obligee's desk; every page is loaded when it is first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from "@tanstack/react-router";
import { NotFound } from "../shared/NotFound.tsx";
import { PageSkeleton } from "../ui/parts/PageSkeleton.tsx";
import { Layout } from "./Layout.tsx";
import { CLAIM_STATES, expiryOf, given, KINDS, oneOf, SETTINGS, SHOWN, textOf } from "./search.ts";

const root = createRootRoute({
  component: () => (
    <Layout>
      <Outlet />
    </Layout>
  ),
  notFoundComponent: NotFound,
});
const parent = { getParentRoute: () => root };

const lookUp = createRoute({
  ...parent,
  path: "/",
  validateSearch: (search) => given({ number: textOf(search.number) }),
  component: lazyRouteComponent(() => import("./look-up/Page.tsx"), "LookUpPage"),
});
const notices = createRoute({
  ...parent,
  path: "/notices",
  component: lazyRouteComponent(() => import("./notices/Page.tsx"), "NoticesPage"),
});
const certificates = createRoute({
  ...parent,
  path: "/certificates",
  validateSearch: (search) =>
    given({
      show: oneOf(search.show, SHOWN),
      search: textOf(search.search),
      kind: oneOf(search.kind, KINDS),
      expires: expiryOf(search.expires),
      after: textOf(search.after),
    }),
  component: lazyRouteComponent(() => import("./certificates/Page.tsx"), "CertificatesPage"),
});
const certificate = createRoute({
  ...parent,
  path: "/certificates/$id",
  component: lazyRouteComponent(() => import("./certificate/Page.tsx"), "CertificatePage"),
});
const claimForm = createRoute({
  ...parent,
  path: "/certificates/$id/claim",
  component: lazyRouteComponent(() => import("./claim-form/Page.tsx"), "ClaimFormPage"),
});
const guarantee = createRoute({
  ...parent,
  path: "/guarantees/$id",
  component: lazyRouteComponent(() => import("./guarantee/Page.tsx"), "GuaranteePage"),
});
const claims = createRoute({
  ...parent,
  path: "/claims",
  validateSearch: (search) => given({ status: oneOf(search.status, CLAIM_STATES), after: textOf(search.after) }),
  component: lazyRouteComponent(() => import("./claims/Page.tsx"), "ClaimsPage"),
});
const claim = createRoute({
  ...parent,
  path: "/claims/$id",
  component: lazyRouteComponent(() => import("./claim/Page.tsx"), "ClaimPage"),
});
const check = createRoute({
  ...parent,
  path: "/check",
  component: lazyRouteComponent(() => import("./check/Page.tsx"), "CheckPage"),
});
const settings = createRoute({
  ...parent,
  path: "/settings",
  validateSearch: (search) => given({ tab: oneOf(search.tab, SETTINGS) }),
  component: lazyRouteComponent(() => import("./settings/Page.tsx"), "SettingsPage"),
});
const account = createRoute({
  ...parent,
  path: "/account",
  component: lazyRouteComponent(() => import("../shared/account/AccountPage.tsx"), "AccountPage"),
});
const staff = createRoute({
  ...parent,
  path: "/staff",
  component: lazyRouteComponent(() => import("../shared/account/StaffPage.tsx"), "StaffPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    lookUp,
    notices,
    certificates,
    certificate,
    claimForm,
    guarantee,
    claims,
    claim,
    check,
    settings,
    account,
    staff,
  ]),
  basepath: "/obligee",
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
