import { createRoot } from "react-dom/client";
import { LanguageProvider } from "../../shared/language.tsx";
import "../css/all.css";
import { StylePage } from "./StylePage.tsx";

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <LanguageProvider>
      <StylePage />
    </LanguageProvider>,
  );
}
