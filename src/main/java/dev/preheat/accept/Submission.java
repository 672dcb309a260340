package dev.preheat.accept;

import dev.preheat.preheat.TaskId;

/** How asking for a preheat ended: accepted, durably and charged, or refused, and nothing written. */
public sealed interface Submission {
    record Accepted(TaskId task) implements Submission {}

    /** A URL's host is no delivery domain of the project. */
    record ForeignDomain(String host) implements Submission {}

    record DisabledDomain(String host) implements Submission {}

    /** The id, or a URL, is of no asset of this project. */
    record UnknownAsset() implements Submission {}

    /** The name that the caller gave the request is another request's. */
    record NameTaken() implements Submission {}

    record Unpublished() implements Submission {}

    record QuotaSpent(int assetsPerDay) implements Submission {}
}
