/** Intrinsic functions as text, so that rules compare strings: `<Ref>`, `<Id.Attribute>`, joins joined. */
export function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) {
    const text = intrinsic(...only);
    if (text !== undefined) return text;
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, asText(inner)]));
}

function intrinsic(name: string, argument: unknown): string | undefined {
  switch (name) {
    case 'Ref':
      return `<${String(argument)}>`;
    case 'Fn::GetAtt':
      return `<${(argument as readonly unknown[]).map(String).join('.')}>`;
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, readonly unknown[]];
      return parts.map((part) => String(asText(part))).join(separator);
    }
    case 'Fn::ImportValue':
      return `<import ${String(asText(argument))}>`;
    case 'Fn::Sub':
      return String(Array.isArray(argument) ? argument[0] : argument);
    default:
      return undefined;
  }
}
