package dev.preheat.own;

import dev.preheat.accept.Assessment;
import dev.preheat.accept.Preheater;
import dev.preheat.accept.QuotaBook;
import dev.preheat.accept.UrlEstimate;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.PreheatBody;
import dev.preheat.operation.SubmissionAnswer;
import dev.preheat.own.ShownTask.ShownFailure;
import dev.preheat.tenancy.Project;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /preheat/v1/projects/{project_id}/estimate}: estimates what CreatePreheatingAsset with the same body would cost;
 * accepts, charges and fills nothing. Refused as that would be, except that a spent quota is only shown.
 *
 * @param estimates asks the origins; takes up to 20 s
 */
public record EstimatePreheatingAsset(Preheater preheater, QuotaBook quotas, Estimates estimates) implements Operation {
    /** Estimates the fills of some URLs. */
    @FunctionalInterface
    public interface Estimates {
        List<UrlEstimate> of(Project project, List<StreamingUrl> urls);
    }

    private record Answer(
            ShownQuota quota,
            long objects,
            Optional<Long> bytes,
            double expectedSeconds,
            boolean exact,
            List<ShownUrl> urls) {}

    private record ShownQuota(int cost, int left) {}

    private record ShownUrl(
            String url,
            Optional<Integer> objects,
            Optional<Long> bytes,
            Optional<Boolean> exact,
            Optional<Integer> seconds,
            Optional<Double> expectedSeconds,
            Optional<ShownOmitted> omitted,
            Optional<ShownFailure> wouldFail,
            Optional<String> unknown) {
        static ShownUrl of(UrlEstimate estimate) {
            return switch (estimate) {
                case UrlEstimate.Unknown(var url, var why) -> unknown(url, why);
                case UrlEstimate.Known known ->
                    new ShownUrl(
                            known.url(),
                            Optional.of(known.objects()),
                            known.bytes(),
                            Optional.of(known.exact()),
                            Optional.of(known.seconds()).filter(seconds -> seconds > 0),
                            Optional.of(known.expected().toMillis() / 1e3),
                            ShownOmitted.of(known.omitted()),
                            known.failure().map(ShownFailure::of),
                            Optional.empty());
            };
        }

        private static ShownUrl unknown(String url, String why) {
            return new ShownUrl(
                    url,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(why));
        }
    }

    @Override
    public Response handle(Call call) {
        return call.answer(PreheatBody.read(call), source -> switch (preheater.assess(call.project(), source)) {
            case Assessment.Refused(var why) -> SubmissionAnswer.of(call, why);
            case Assessment.Acceptable acceptable -> Json.response(200, answer(call.project(), acceptable));
        });
    }

    private Answer answer(Project project, Assessment.Acceptable acceptable) {
        var all = estimates.of(project, acceptable.urls());
        var known = all.stream()
                .filter(UrlEstimate.Known.class::isInstance)
                .map(UrlEstimate.Known.class::cast)
                .toList();
        return new Answer(
                new ShownQuota(acceptable.cost(), quotas.of(project.account()).left()),
                known.stream().mapToLong(UrlEstimate.Known::objects).sum(),
                known.stream().flatMap(one -> one.bytes().stream()).reduce(Long::sum),
                known.stream().mapToLong(one -> one.expected().toMillis()).sum() / 1e3,
                known.size() == all.size() && known.stream().allMatch(UrlEstimate.Known::exact),
                all.stream().map(ShownUrl::of).toList());
    }
}
