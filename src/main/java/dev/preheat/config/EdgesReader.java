package dev.preheat.config;

import dev.preheat.config.Cursor.Once;
import dev.preheat.fill.Edge;
import dev.preheat.fill.FillLimits;
import dev.preheat.limit.Range;
import dev.preheat.preheat.EdgeName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the {@code edges} of a preheat.yaml, and which of them this process fills. */
final class EdgesReader {
    private final Faults faults;
    private final Once names = new Once("an edge");

    EdgesReader(Faults faults) {
        this.faults = faults;
    }

    /** @param places the members of the list */
    List<Edge> read(List<Cursor> places) {
        var edges = places.stream().map(this::edge).flatMap(Optional::stream).toList();
        checkShields(places, edges);
        return edges;
    }

    /** The {@code regions} of {@code fill}: none for all. */
    static Set<String> regions(Cursor fill, List<Edge> edges) {
        var regions = new LinkedHashSet<String>();
        for (var place : fill.list("regions")) {
            var region = place.scalar(Texts::name);
            region.ifPresent(regions::add);
            region.filter(name -> edges.stream().noneMatch(edge -> edge.region().equals(name)))
                    .ifPresent(name -> place.fault("must be the region of an edge, but is '" + name + "'"));
        }
        return regions;
    }

    private Optional<Edge> edge(Cursor edge) {
        edge.mapping(
                "name",
                "address",
                "https-address",
                "software",
                "slice",
                "shield",
                "region",
                "per-edge",
                "edge-requests-per-second",
                "edge-mbit-per-second",
                "unproved",
                "ca");
        var name = edge.required("name", EdgeName::new);
        name.ifPresent(known -> names.note(edge, "name", known));
        var address = edge.required("address", Texts::address);
        var software = edge.required("software", Texts::software);
        var terms = terms(edge);
        var https = edge.optional("https-address", Texts::httpsAddress);
        var slice = edge.optional("slice", Texts::bytes);
        var shield = edge.optional("shield", EdgeName::new);
        slice.filter(_ -> !software.equals(Optional.of(Edge.Software.NGINX)))
                .ifPresent(_ -> edge.fault("slice", "must be left out: it belongs to nginx's slice module"));
        return name.flatMap(known -> address.flatMap(dialled -> software.map(
                program -> new Edge(known, dialled, https, program, sliced(program, slice), shield, terms))));
    }

    private static Edge.Terms terms(Cursor edge) {
        var limits = new FillLimits.Own(
                own(edge, "per-edge", FillLimits.PER_EDGE),
                own(edge, "edge-requests-per-second", FillLimits.A_SECOND),
                own(edge, "edge-mbit-per-second", FillLimits.A_SECOND));
        return new Edge.Terms(
                edge.optional("region", "", Texts::name),
                limits,
                edge.optional("unproved", false, Texts::unproved),
                edge.optional("ca", Texts::authorities));
    }

    private static OptionalInt own(Cursor edge, String key, Range range) {
        return edge.optional(key, range::parse).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static OptionalLong sliced(Edge.Software program, Optional<Long> slice) {
        return program == Edge.Software.NGINX && slice.isPresent()
                ? OptionalLong.of(slice.get())
                : OptionalLong.empty();
    }

    // Only when all are known by name can it be said who stands behind whom.
    private void checkShields(List<Cursor> places, List<Edge> edges) {
        for (var place : places) {
            place.optional("shield", EdgeName::new)
                    .filter(shield ->
                            edges.stream().noneMatch(edge -> edge.name().equals(shield)))
                    .ifPresent(shield -> place.fault("shield", "must be the name of an edge, but is '" + shield + "'"));
        }
        try {
            if (faults.none()) {
                Edge.tree(edges);
            }
        } catch (IllegalArgumentException circle) {
            places.getFirst().fault("must not begin a circle of shields: " + circle.getMessage());
        }
    }
}
