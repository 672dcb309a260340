package dev.preheat.catalogue;

import dev.preheat.tenancy.ProjectId;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A host name that a project may preheat.
 *
 * @param name in lower case, without a port
 * @param enabled true if it may be preheated now
 * @param origin the server that is asked for an object before an edge is filled; its host is dialled, the name is sent
 * @param profiles the kinds of viewers whose copies are filled beside that of a player that sends nothing special
 * @param only the part of its titles that is filled
 * @param verify the objects of which {@code origin} is asked, after a fill, whether the edge has its version
 */
public record DeliveryDomain(
        String name,
        ProjectId project,
        boolean enabled,
        Optional<URI> origin,
        List<HeaderProfile> profiles,
        TitlePart only,
        Verify verify) {
    public DeliveryDomain {
        profiles = List.copyOf(profiles);
    }

    /** The User-Agent that its profiles name first: requests for every copy send it, also for the plain one. */
    public Optional<String> agent() {
        return profiles.stream()
                .flatMap(profile -> Optional.ofNullable(profile.fields().get(HeaderProfile.AGENT)).stream())
                .findFirst();
    }

    /** Makes a domain whose viewers are all of one kind, and whose titles are filled whole. */
    public DeliveryDomain(String name, ProjectId project, boolean enabled, Optional<URI> origin) {
        this(name, project, enabled, origin, List.of(), TitlePart.WHOLE);
    }

    /** Makes a domain of which every object is verified. */
    public DeliveryDomain(
            String name,
            ProjectId project,
            boolean enabled,
            Optional<URI> origin,
            List<HeaderProfile> profiles,
            TitlePart only) {
        this(name, project, enabled, origin, profiles, only, Verify.EVERY_OBJECT);
    }
}
