/** An address as much of it as tells two people apart, and nobody can write to: "a••@gmail.com". */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return `${[...email][0] ?? ""}••${email.slice(at)}`;
}
