/** asl-validator 4 ships no types for its entry. */
declare module 'asl-validator' {
  export default function validate(
    definition: unknown,
    options?: { readonly checkPaths?: boolean },
  ): {
    readonly isValid: boolean;
    readonly errorsText?: () => string;
  };
}
