package dev.preheat.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Method and path template to endpoint; what fits no route goes to the fallback. Immutable once built. */
public final class Routes implements Endpoint {
    private final List<Route> routes;
    private final Endpoint fallback;

    private Routes(List<Route> routes, Endpoint fallback) {
        this.routes = List.copyOf(routes);
        this.fallback = fallback;
    }

    /** Starts a table of routes; {@code fallback} answers whatever fits none. */
    public static Builder otherwise(Endpoint fallback) {
        return new Builder(fallback);
    }

    @Override
    public Response handle(Request request) {
        var segments = segments(request.path());
        for (var route : routes) {
            var values = route.match(request.method(), segments);
            if (values.isPresent()) {
                return route.endpoint().handle(request.matched(values.get()));
            }
        }
        return fallback.handle(request);
    }

    // An SDK whose endpoint ends in '/' sends //v1.0/…: empty segments at the start are not counted.
    private static List<String> segments(String path) {
        var segments = new ArrayList<>(List.of(path.split("/", -1)));
        while (segments.size() > 1 && segments.getFirst().isEmpty()) {
            segments.removeFirst();
        }
        return segments;
    }

    /** Collects routes in the order they are tried. */
    public static final class Builder {
        private final List<Route> routes = new ArrayList<>();
        private final Endpoint fallback;

        private Builder(Endpoint fallback) {
            this.fallback = fallback;
        }

        /** Adds a route; a segment {@code {name}} of the template stands for any one non-empty segment. */
        public Builder add(String method, String template, Endpoint endpoint) {
            routes.add(new Route(method, segments(template), endpoint));
            return this;
        }

        public Routes build() {
            return new Routes(routes, fallback);
        }
    }

    private record Route(String method, List<String> template, Endpoint endpoint) {
        Optional<Map<String, String>> match(String asked, List<String> segments) {
            if (!method.equals(asked) || segments.size() != template.size()) {
                return Optional.empty();
            }
            var values = new HashMap<String, String>();
            for (int i = 0; i < segments.size(); i++) {
                if (!matches(template.get(i), segments.get(i), values)) {
                    return Optional.empty();
                }
            }
            return Optional.of(values);
        }

        private static boolean matches(String wanted, String segment, Map<String, String> values) {
            if (!wanted.startsWith("{")) {
                return wanted.equals(segment);
            }
            if (segment.isEmpty()) {
                return false;
            }
            values.put(wanted.substring(1, wanted.length() - 1), decoded(segment));
            return true;
        }

        // A '+' in a path is a plus; a broken escape stands for itself and so names nothing we know.
        private static String decoded(String segment) {
            try {
                return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException _) {
                return segment;
            }
        }
    }
}
