import { Skeleton } from "./Skeleton.tsx";

/** While a page's part of the program is loaded: a click is answered at once. */
export function PageSkeleton() {
  return <Skeleton lines={12} />;
}
