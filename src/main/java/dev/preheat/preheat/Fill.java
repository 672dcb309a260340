package dev.preheat.preheat;

import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.ProjectId;

/**
 * One streaming URL into one edge, with all objects it leads to: the unit of work, as claimed.
 *
 * @param position its place in the task, from 0
 * @param owner who asked for it
 * @param epoch the number of claims on it; a write of an earlier epoch changes nothing
 * @param attempt the number of this attempt, from 1
 */
public record Fill(TaskId task, int position, Owner owner, StreamingUrl url, EdgeName edge, int epoch, int attempt) {
    /** The account that pays, and its project. */
    public record Owner(AccountName account, ProjectId project) {}

    public AccountName account() {
        return owner.account();
    }

    public ProjectId project() {
        return owner.project();
    }
}
