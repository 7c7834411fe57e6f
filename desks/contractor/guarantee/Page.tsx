export function GuaranteePage() {
  return null;
}
