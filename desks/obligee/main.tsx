import { RouterProvider } from "@tanstack/react-router";
import { start } from "../shared/start.tsx";
import { router } from "./routes.tsx";

void start(<RouterProvider router={router} />, "OBLIGEE");
