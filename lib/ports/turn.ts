/** At most one integration run at a time. */
export interface Turn {
  /**
   * Gives the turn to a run; asked again by the same run, it is a yes.
   * @param execution names the run among all others: on AWS the ARN of its execution
   * @throws RunInProgress where another run has it and is still at work
   */
  take(execution: string): Promise<void>;
}
