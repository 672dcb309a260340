package dev.preheat.fill;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.HeaderProfile;
import dev.preheat.catalogue.TitlePart;
import dev.preheat.edge.Edge;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillOutcome.Failed;
import dev.preheat.preheat.FillOutcome.Proved;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills of one path of one delivery domain into any edge, as the product does them. */
public record EdgeFills(Edge edge, Optional<URI> origin, List<HeaderProfile> profiles) {
    /** Into this edge; nobody knows the origin. */
    public static EdgeFills into(Edge edge) {
        return new EdgeFills(edge, Optional.empty(), List.of());
    }

    /** The same, and the origin is asked first. */
    public EdgeFills from(URI origin) {
        return new EdgeFills(edge, Optional.of(origin), profiles);
    }

    /** The same, with one more kind of viewer. */
    public EdgeFills viewer(String field, String value) {
        return new EdgeFills(edge, origin, List.of(new HeaderProfile(Map.of(field, value))));
    }

    /** Fills with a filler of its own. */
    FillOutcome fill(String path) throws InterruptedException {
        try (var filler = filler()) {
            return filler.fill(NginxFills.aFill(path), edge, new Tally());
        }
    }

    Filler filler() {
        var domain = new DeliveryDomain(NginxFills.HOST, NginxFills.PROJECT, true, origin, profiles, TitlePart.WHOLE);
        return new Filler(FillLimits.DEFAULT, new DeliveryDomains(List.of(domain)), NginxFills.CLOCK);
    }

    /** The failure's class, or {@code proved}. */
    public static String word(FillOutcome outcome) {
        return switch (outcome) {
            case Proved _ -> "proved";
            case Failed failed -> failed.failure().word();
        };
    }
}
