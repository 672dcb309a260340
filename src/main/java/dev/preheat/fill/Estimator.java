package dev.preheat.fill;

import dev.preheat.accept.UrlEstimate;
import dev.preheat.accept.UrlEstimate.Unknown;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.edge.OriginReader;
import dev.preheat.edge.Shared;
import dev.preheat.pace.FairPlaces;
import dev.preheat.tenancy.Project;
import dev.preheat.title.Desk;
import dev.preheat.title.ReadingRoom;
import dev.preheat.title.Selection;
import dev.preheat.title.Title;
import dev.preheat.title.Viewers;
import dev.preheat.wire.Version;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What fills would come to, found out at the origins alone: no edge is asked, so nothing is stored.
 *
 * <p>Limits: 8 requests are answered at once, each in 20 s, and 4 of all their URLs looked at; what is not known by then
 * stays unknown. An account has half of either, and one that has none never waits for the others ({@link FairPlaces}).
 */
public final class Estimator {
    private static final int AT_ONCE = 8;
    private static final int SURVEYS_AT_ONCE = 4; // each may hold a title of 100,000 objects and some manifests
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Shared shared;
    private final ReadingRoom manifests;
    private final DeliveryDomains domains;
    private final Effort effort;
    private final InstantSource clock;
    private final FairPlaces places = new FairPlaces(AT_ONCE);
    private final FairPlaces surveys = new FairPlaces(SURVEYS_AT_ONCE);

    Estimator(Shared shared, ReadingRoom manifests, DeliveryDomains domains, Effort effort, InstantSource clock) {
        this.shared = shared;
        this.manifests = manifests;
        this.domains = domains;
        this.effort = effort;
        this.clock = clock;
    }

    /** An estimate for each of the URLs, in their order; {@code urls} are on delivery domains of the project. */
    public List<UrlEstimate> estimate(Project project, List<StreamingUrl> urls) {
        if (!places.tryEnter(project.account())) {
            return unknown(
                    urls, "too many estimates are made at once; ask again when those of this account have ended");
        }
        try {
            return sideBySide(project, urls);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return unknown(urls, "the service is stopping");
        } finally {
            places.leave(project.account());
        }
    }

    private List<UrlEstimate> sideBySide(Project project, List<StreamingUrl> urls) throws InterruptedException {
        var surveys = new ArrayList<Callable<UrlEstimate>>();
        urls.forEach(url -> surveys.add(() -> survey(project, url)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ended = threads.invokeAll(surveys, PATIENCE.toSeconds(), TimeUnit.SECONDS);
            var estimates = new ArrayList<UrlEstimate>();
            for (int i = 0; i < urls.size(); i++) {
                estimates.add(estimate(urls.get(i), ended.get(i)));
            }
            return estimates;
        }
    }

    private UrlEstimate survey(Project project, StreamingUrl url) throws InterruptedException {
        var domain = domains.of(project.id(), url.host());
        var origin = domain.flatMap(DeliveryDomain::origin);
        if (origin.isEmpty()) {
            return new Unknown(url.given(), "the domain " + url.host() + " names no origin to ask");
        }
        var title = new Title(
                url.url(),
                Version.UNKNOWN,
                new Viewers(domains.of(project.id())),
                new Selection(domain.get().only()));
        var reader = new OriginReader(shared, origin.get(), project.account());
        surveys.enter(project.account());
        try {
            return new Survey(reader, new Desk(manifests, project.account()), title, clock).run(url, effort);
        } finally {
            surveys.leave(project.account());
        }
    }

    private static UrlEstimate estimate(StreamingUrl url, Future<UrlEstimate> survey) throws InterruptedException {
        try {
            return survey.get();
        } catch (CancellationException _) {
            return new Unknown(
                    url.given(),
                    "this took more than " + PATIENCE.toSeconds()
                            + " s: the origin is slow, or others had their turn first; ask again later");
        } catch (ExecutionException failed) {
            throw new IllegalStateException("an estimate broke", failed.getCause());
        }
    }

    private static List<UrlEstimate> unknown(List<StreamingUrl> urls, String why) {
        return urls.stream()
                .<UrlEstimate>map(url -> new Unknown(url.given(), why))
                .toList();
    }
}
