package dev.preheat.own;

import dev.preheat.accept.QuotaBook;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import java.time.Instant;

/** {@code GET /preheat/v1/projects/{project_id}/quota}: the account's daily quota and what is left of today's. */
public record ShowQuota(QuotaBook quotas) implements Operation {
    private record Answer(String account, int assetsPerDay, int used, int left, String day, Instant resetsAt) {}

    @Override
    public Response handle(Call call) {
        var account = call.project().account();
        var quota = quotas.of(account);
        return Json.response(
                200,
                new Answer(
                        account.value(),
                        quota.assetsPerDay(),
                        quota.used(),
                        quota.left(),
                        quota.day().toString(),
                        quota.resetsAt()));
    }
}
