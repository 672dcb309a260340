package dev.preheat.http;

import dev.preheat.encoding.Percent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table from method and path template to endpoint; a request that fits no route goes to the fallback. */
public final class Routes implements Endpoint {
    private final List<Route> routes;
    private final Endpoint fallback;
    private final Endpoint wrongMethod;

    private Routes(List<Route> routes, Endpoint fallback, Endpoint wrongMethod) {
        this.routes = List.copyOf(routes);
        this.fallback = fallback;
        this.wrongMethod = wrongMethod;
    }

    /** Begins a table of routes; {@code fallback} answers the requests that fit none. */
    public static Builder otherwise(Endpoint fallback) {
        return new Builder(fallback);
    }

    @Override
    public Response handle(Request request) {
        var segments = segments(request.path());
        for (var route : routes) {
            if (route.method().equals(request.method()) && route.matches(segments)) {
                return route.endpoint().handle(request.matched(route.values(segments)));
            }
        }
        return isKnown(segments) ? wrongMethod.handle(request) : fallback.handle(request);
    }

    /** The method and the path template of every route, in the order they are tried. */
    public List<String> table() {
        return routes.stream()
                .map(route -> route.method() + " /" + String.join("/", route.template()))
                .toList();
    }

    private boolean isKnown(List<String> segments) {
        return routes.stream().anyMatch(route -> route.matches(segments));
    }

    // An SDK whose endpoint ends in '/' sends //v1.0/…, so empty segments at the start do not count.
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
        private Endpoint wrongMethod;

        private Builder(Endpoint fallback) {
            this.fallback = fallback;
            this.wrongMethod = fallback;
        }

        /** Answers requests that fit a route except for their method; without this the fallback does. */
        public Builder wrongMethod(Endpoint endpoint) {
            wrongMethod = endpoint;
            return this;
        }

        /** Adds a route; a segment {@code {name}} of its template stands for any one non-empty segment. */
        public Builder add(String method, String template, Endpoint endpoint) {
            routes.add(new Route(method, segments(template), endpoint));
            return this;
        }

        public Routes build() {
            return new Routes(routes, fallback, wrongMethod);
        }
    }

    private record Route(String method, List<String> template, Endpoint endpoint) {
        boolean matches(List<String> segments) {
            if (segments.size() != template.size()) {
                return false;
            }
            for (int i = 0; i < segments.size(); i++) {
                if (isName(template.get(i))
                        ? segments.get(i).isEmpty()
                        : !template.get(i).equals(segments.get(i))) {
                    return false;
                }
            }
            return true;
        }

        Map<String, String> values(List<String> segments) {
            var values = new HashMap<String, String>();
            for (int i = 0; i < segments.size(); i++) {
                var wanted = template.get(i);
                if (isName(wanted)) {
                    values.put(wanted.substring(1, wanted.length() - 1), Percent.decoded(segments.get(i)));
                }
            }
            return values;
        }

        private static boolean isName(String wanted) {
            return wanted.startsWith("{");
        }
    }
}
