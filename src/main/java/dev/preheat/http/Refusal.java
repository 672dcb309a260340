package dev.preheat.http;

/** Answers what is no request, or no good one; the server itself has decided on {@code status}. */
@FunctionalInterface
public interface Refusal {
    Response answer(int status, String requestId);
}
