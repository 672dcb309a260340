package dev.preheat.own;

import dev.preheat.accept.QuotaBook;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.tenancy.Project;
import java.time.Instant;

/** {@code GET /preheat/v1/projects/{project_id}/quota}: what the project's account may preheat today, and has. */
public record ShowQuota(QuotaBook quotas) implements Operation {
    public record Shown(String account, int assetsPerDay, int used, int left, String day, Instant resetsAt) {}

    @Override
    public Response handle(Request request, Project project) {
        var quota = quotas.of(project.account());
        return Json.response(
                200,
                new Shown(
                        project.account().value(),
                        quota.assetsPerDay(),
                        quota.used(),
                        quota.left(),
                        quota.day().toString(),
                        quota.resetsAt()));
    }
}
