package dev.preheat.accept;

import dev.preheat.preheat.TaskId;

/** The answer to a request for a preheat: accepted, durably and charged, or refused, and nothing written. */
public sealed interface Submission {
    record Accepted(TaskId task) implements Submission {}

    /** A URL's host is no delivery domain of the project. */
    record ForeignDomain(String host) implements Submission {}

    record DisabledDomain(String host) implements Submission {}

    /** No asset of this project has the id, or a URL. */
    record UnknownAsset() implements Submission {}

    /** The name that the caller gave the request is another request's. */
    record NameTaken() implements Submission {}

    record Unpublished() implements Submission {}

    record QuotaSpent(int assetsPerDay) implements Submission {}
}
