package dev.preheat.operation;

import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.url.Url;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The streaming URLs that a request lists. */
public final class Urls {
    private Urls() {}

    /** Reads each URL once, in the order given; empty if one of {@code texts} is no streaming URL. */
    public static Optional<List<StreamingUrl>> read(List<@Nullable String> texts) {
        var urls = new LinkedHashMap<Url, StreamingUrl>();
        for (var text : texts) {
            var url = Optional.ofNullable(text).flatMap(StreamingUrl::parse);
            if (url.isEmpty()) {
                return Optional.empty();
            }
            urls.putIfAbsent(url.get().url(), url.get());
        }
        return Optional.of(List.copyOf(urls.values()));
    }
}
