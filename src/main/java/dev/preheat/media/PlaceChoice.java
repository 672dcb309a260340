package dev.preheat.media;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * With which of several BaseURLs players begin, as dash.js chooses: the service that the manifest's ContentSteering names
 * first; then, in a manifest of DVB's profile, the lowest priority and of those the highest weight; then as they are listed.
 *
 * @param services the places of those that ContentSteering names, the preferred one first
 * @param isDvb whether priorities and weights count (ETSI TS 103 285 §10.8.2)
 */
record PlaceChoice(Map<String, Integer> services, boolean isDvb) {
    private static final String DVB = "urn:dvb:dash:profile:dvb-dash:2014";

    PlaceChoice {
        services = Map.copyOf(services);
    }

    static PlaceChoice of(XmlElement mpd) {
        var steering = mpd.first("ContentSteering")
                .or(() -> mpd.all("ServiceDescription")
                        .flatMap(service -> service.all("ContentSteering"))
                        .findFirst());
        var services =
                steering.flatMap(one -> one.find("defaultServiceLocation")).orElse("");
        boolean isDvb = mpd.find("profiles").orElse("").contains(DVB);
        return new PlaceChoice(places(services.split("\\s+")), isDvb);
    }

    private static Map<String, Integer> places(String[] services) {
        var places = new HashMap<String, Integer>();
        Stream.of(services).filter(one -> !one.isEmpty()).forEach(one -> places.putIfAbsent(one, places.size()));
        return places;
    }

    List<XmlElement> ordered(Stream<XmlElement> urls) {
        var chosen = Comparator.comparingInt(this::service);
        return urls.sorted(
                        isDvb ? chosen.thenComparing(PlaceChoice::priority).thenComparing(PlaceChoice::weight) : chosen)
                .toList();
    }

    private int service(XmlElement url) {
        return url.find("serviceLocation")
                .flatMap(name -> Optional.ofNullable(services.get(name)))
                .orElse(services.size());
    }

    private static BigDecimal priority(XmlElement url) {
        return number(url.find("priority"));
    }

    private static BigDecimal weight(XmlElement url) {
        return number(url.find("weight")).negate();
    }

    private static BigDecimal number(Optional<String> text) {
        return text.flatMap(PlayerNumber::decimal).orElse(BigDecimal.ONE);
    }
}
