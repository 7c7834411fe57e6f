declare module "monaco-editor/esm/vs/base/browser/dompurify/dompurify.js" {
  export function sanitize(html: string): string;
}
